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
 * Does something at the start of each of a network's iterations, before its forward pass: no listener is called there, but an
 * accumulator of gradients is asked for news. This one has none, and passes each update on as DL4J does without it.
 *
 * <p>Needed where a ParallelWrapper averages parameters between two iterations. Not saved with the network.
 */
public final class ForwardPassHook implements GradientsAccumulator {

    private static final long serialVersionUID = 1L;

    private final transient Runnable action;

    private ForwardPassHook(Runnable action) {
        this.action = action;
    }

    /**
     * From the next iteration on an action is done before each forward pass. No effect where gradients are shared: there the
     * place is taken, and nothing moves parameters between two iterations.
     *
     * @param model  a network in an iteration
     * @param action done in the thread that trains, outside of DL4J's workspaces
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
        // nobody sends any
    }

    @Override
    public void setExternalSource(IndexedTail source) {
        // nobody sends any
    }

    @Override
    public IndexedTail getExternalSource() {
        return null;
    }

    @Override
    public void markExternalUpdates(boolean updatesAvailable) {
        // nobody sends any
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
