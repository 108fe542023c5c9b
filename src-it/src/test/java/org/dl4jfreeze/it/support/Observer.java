package org.dl4jfreeze.it.support;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A listener of which the two forward events are one, and the others do nothing unless overridden. Forward events come outside
 * of DL4J's workspaces, as iterationDone does anyway: what is made in a workspace is gone at the next event.
 */
abstract class Observer implements TrainingListener {

    void forwardPassDone(Model model) {}

    @Override
    public final void onForwardPass(Model model, List<INDArray> activations) {
        outsideOfWorkspaces(() -> forwardPassDone(model));
    }

    @Override
    public final void onForwardPass(Model model, Map<String, INDArray> activations) {
        outsideOfWorkspaces(() -> forwardPassDone(model));
    }

    @SuppressWarnings("try")
    static void outsideOfWorkspaces(Runnable action) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            action.run();
        }
    }

    @Override
    public void onBackwardPass(Model model) {}

    @Override
    public void onGradientCalculation(Model model) {}

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {}

    @Override
    public void onEpochStart(Model model) {}

    @Override
    public void onEpochEnd(Model model) {}
}
