package org.dl4jfreeze.internal.replicas;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.ConvexOptimizer;
import org.deeplearning4j.optimize.api.StepFunction;
import org.deeplearning4j.optimize.solvers.accumulation.GradientsAccumulator;
import org.deeplearning4j.optimize.solvers.accumulation.IndexedTail;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs an action before each forward pass of a network. DL4J calls no listener there, but polls a gradients accumulator: this
 * one uses the poll as its hook, holds no gradients, and passes each update on as DL4J does without an accumulator.
 *
 * <p>Needed where a ParallelWrapper averages parameters between two iterations. Not saved with the network.
 */
final class ForwardPassHook implements GradientsAccumulator {

    private static final long serialVersionUID = 1L;

    private final transient Runnable action;

    private ForwardPassHook(Runnable action) {
        this.action = action;
    }

    /**
     * Installs an action from the next iteration on. Has no effect where gradients are shared: there DL4J's own accumulator is in
     * this place, and nothing moves parameters between two iterations.
     *
     * @param model  a network in an iteration
     * @param action is run in the thread that trains, outside of DL4J's workspaces
     */
    public static void install(Model model, Runnable action) {
        ConvexOptimizer optimizer = model.getOptimizer();
        if (optimizer != null && optimizer.getGradientsAccumulator() == null) {
            optimizer.setGradientsAccumulator(new ForwardPassHook(action));
        }
    }

    @Override
    @SuppressWarnings("try")
    public boolean hasAnything() {
        if (action != null) {
            try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                action.run();
            }
        }
        return false;
    }

    @Override
    public void applyUpdate(StepFunction function, INDArray params, INDArray updates, boolean isFinalStep) {
        if (isFinalStep) {
            function.step(params, updates);
        }
    }

    @Override
    public void applyUpdate(StepFunction function, INDArray params, INDArray updates, double alpha) {
        function.step(params, updates, alpha);
    }

    @Override
    public void storeUpdate(INDArray array, int iterationNumber, int epochNumber) {
        // it is applied as it is
    }

    @Override
    public void receiveUpdate(INDArray array) {
        // no other network sends updates
    }

    @Override
    public void setExternalSource(IndexedTail source) {
        // no other network sends updates
    }

    @Override
    public IndexedTail getExternalSource() {
        return null;
    }

    @Override
    public void markExternalUpdates(boolean updatesAvailable) {
        // no other network sends updates
    }

    @Override
    public void reset() {
        // holds nothing
    }

    @Override
    public void touch() {
        // holds nothing
    }
}
