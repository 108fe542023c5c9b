package org.dl4jfreeze.examples.experiment;

import java.util.List;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.examples.data.BatchOrder;
import org.dl4jfreeze.examples.data.MiniBatches;
import org.dl4jfreeze.examples.data.TrainTest;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Trains networks and branches them off. */
final class Training {

    private static final LayerWorkspaceMgr NO_WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

    /** Iterations between two reports of progress. */
    private static final int REPORTED = 50;

    private Training() {}

    static MiniBatches batches(Settings settings, TrainTest data, long seed) {
        return new MiniBatches(data.train(), new BatchOrder(settings.examples(), settings.batchSize(), seed));
    }

    /** Trains networks side by side on the same mini-batches, so that each of these is cut once. */
    static void train(List<MultiLayerNetwork> networks, MiniBatches batches, int iterations, Progress progress) {
        for (int i = 1; i <= iterations; i++) {
            DataSet batch = batches.next();
            for (MultiLayerNetwork network : networks) {
                step(network, batch);
            }
            if (i % REPORTED == 0 || i == iterations) {
                progress.advance((long) networks.size() * (i % REPORTED == 0 ? REPORTED : i % REPORTED));
            }
        }
    }

    /**
     * Makes one iteration without the loss of the mini-batch, which {@code fit} evaluates every time: for networks as small as
     * these that is a quarter of the iteration. Bit-identical to {@code fit} for a network without constraints, and calls
     * listeners in the same way about gradients and iterations.
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
        // the gradient of the inputs is not needed and lies outside of the workspaces
        gradients.getSecond().close();
    }

    /** Copies a network, to continue training where it is with some of its parameters frozen. */
    static MultiLayerNetwork branch(MultiLayerNetwork snapshot, FreezeMask mask) {
        MultiLayerNetwork branch = snapshot.clone();
        // Adam's bias correction depends on the iteration, so the branch continues the count of the snapshot.
        branch.setIterationCount(snapshot.getIterationCount());
        branch.setEpochCount(snapshot.getEpochCount());
        if (mask.isAnyFrozen()) {
            FreezableNetwork.of(branch).freeze(mask);
        }
        return branch;
    }
}
