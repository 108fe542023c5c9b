package org.dl4jfreeze.internal.dl4j;

import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;

/** The call of a listener, by DL4J's training loop, in which the present thread is. */
public enum ListenerCall {
    NONE,
    /** Before the parameters are updated. */
    BEFORE_UPDATE,
    ITERATION_DONE,
    EPOCH_END;

    private static final Map<String, ListenerCall> METHODS = Map.of(
            "onForwardPass", BEFORE_UPDATE,
            "onBackwardPass", BEFORE_UPDATE,
            "onGradientCalculation", BEFORE_UPDATE,
            "iterationDone", ITERATION_DONE,
            "onEpochEnd", EPOCH_END);

    /** Returns the innermost call of a listener on the stack: DL4J does not tell what it is doing in any other way. */
    public static ListenerCall present() {
        return StackWalker.getInstance().walk(ListenerCall::innermost);
    }

    private static ListenerCall innermost(Stream<StackWalker.StackFrame> frames) {
        String called = "";
        for (Iterator<StackWalker.StackFrame> callers = frames.iterator(); callers.hasNext(); ) {
            StackWalker.StackFrame caller = callers.next();
            ListenerCall call = METHODS.get(called);
            if (call != null && isTrainingLoop(caller.getClassName())) {
                return call;
            }
            called = caller.getMethodName();
        }
        return NONE;
    }

    private static boolean isTrainingLoop(String className) {
        return className.equals("org.deeplearning4j.nn.multilayer.MultiLayerNetwork")
                || className.equals("org.deeplearning4j.nn.graph.ComputationGraph")
                || className.startsWith("org.deeplearning4j.optimize.solvers.");
    }
}
