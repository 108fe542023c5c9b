package org.dl4jfreeze.examples.experiment;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jfreeze.network.FreezableNetwork;
import org.dl4jfreeze.order.FreezeMask;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** How networks are trained and branched off. */
final class Training {

    private static final LayerWorkspaceMgr NO_WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

    private Training() {}

    /**
     * One iteration without the loss of the mini-batch, which {@code fit} evaluates every time: for networks as small as
     * these that is a quarter of the iteration. To the bit what {@code fit} does to a network without constraints, and with
     * its calls of listeners about gradients and iterations.
     */
    static void step(MultiLayerNetwork network, DataSet batch) {
        Pair<Gradient, INDArray> gradients =
                network.calculateGradients(batch.getFeatures(), batch.getLabels(), null, null);
        Gradient gradient = gradients.getFirst();
        for (TrainingListener listener : network.getListeners()) {
            listener.onBackwardPass(network);
            listener.onGradientCalculation(network);
        }
        network.getUpdater()
                .update(
                        network,
                        gradient,
                        network.getIterationCount(),
                        network.getEpochCount(),
                        batch.numExamples(),
                        NO_WORKSPACES);
        network.params().subi(gradient.gradient());
        for (TrainingListener listener : network.getListeners()) {
            listener.iterationDone(network, network.getIterationCount(), network.getEpochCount());
        }
        network.setIterationCount(network.getIterationCount() + 1);
        // the gradient of the inputs, which nobody needs, lies outside of the workspaces
        gradients.getSecond().close();
    }

    /** A copy of a network that goes on where that one is, with some of its parameters frozen. */
    static MultiLayerNetwork branch(MultiLayerNetwork snapshot, FreezeMask mask) {
        MultiLayerNetwork branch = snapshot.clone();
        // Adam's bias correction depends on the iteration, so the branch must go on counting where the snapshot is.
        branch.setIterationCount(snapshot.getIterationCount());
        branch.setEpochCount(snapshot.getEpochCount());
        if (mask.isAnyFrozen()) {
            FreezableNetwork.of(branch).freeze(mask);
        }
        return branch;
    }
}
