package org.dl4jfreeze.internal.update;

import java.util.stream.Stream;

/** What makes the steps of an updater, as the stack of the present thread tells: how a listener would hear of them depends on it. */
enum StepOrigin {
    PRETRAINING(
            "layer-wise pretraining",
            "pretraining takes no samples and counts no iterations: the plan begins with fit, to which the network needs the"
                    + " listener"),
    EARLY_STOPPING(
            "an early-stopping trainer",
            "a trainer that is given a configuration trains a network of its own: give it the network to which the listener was"
                    + " added"),
    FIT(
            "fit",
            "call addListeners(listener) on the network object that is trained, and after any setListeners, which replaces all"
                    + " listeners"),
    BY_HAND(
            "code other than DL4J's fit",
            "DL4J calls listeners in fit only: train by fit, or freeze by FreezableNetwork.of(network).freeze(mask)");

    private final String seen;
    private final String remedy;

    StepOrigin(String seen, String remedy) {
        this.seen = seen;
        this.remedy = remedy;
    }

    /** Reads the stack. */
    static StepOrigin present() {
        return StackWalker.getInstance().walk(StepOrigin::of);
    }

    private static StepOrigin of(Stream<StackWalker.StackFrame> frames) {
        return frames.map(StepOrigin::of).min(Enum::compareTo).orElse(BY_HAND);
    }

    private static StepOrigin of(StackWalker.StackFrame frame) {
        String type = frame.getClassName();
        String method = frame.getMethodName();
        if (type.startsWith("org.deeplearning4j.earlystopping.")) {
            return EARLY_STOPPING;
        }
        boolean isNetwork = type.equals("org.deeplearning4j.nn.multilayer.MultiLayerNetwork")
                || type.equals("org.deeplearning4j.nn.graph.ComputationGraph");
        return isNetwork && method.startsWith("pretrain")
                ? PRETRAINING
                : isNetwork && method.startsWith("fit") ? FIT : BY_HAND;
    }

    /**
     * Composes the warning.
     *
     * @param steps     number of steps in a row that no listener has heard of
     * @param everHeard whether one has heard of earlier steps of the same updater
     */
    String warning(int steps, boolean everHeard) {
        return "FreezingAdam has made " + steps + " steps in a row, in " + seen
                + ", of which no FreezingListener has heard"
                + (everHeard ? ", although one heard of earlier steps" : "")
                + "; nothing is frozen, and without a listener nothing will be: " + remedy
                + ". See \"Nothing happens\" in docs/guarantees-and-limits.md";
    }
}
