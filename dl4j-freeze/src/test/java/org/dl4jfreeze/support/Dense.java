package org.dl4jfreeze.support;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezingAdam;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.MultiDataSet;

/** The dense network of 83 parameters in DOUBLE under FreezingAdam, and its mini-batches of 6. */
public final class Dense {

    private Dense() {}

    public static MultiLayerNetwork network() {
        return TestNetworks.dense(DataType.DOUBLE, new FreezingAdam(0.01));
    }

    /** The mini-batch of an iteration. */
    public static MultiDataSet batch(int t) {
        return TestData.dense(DataType.DOUBLE, 6, t);
    }

    /** Iterations {@code [from, to)}. */
    public static void train(MultiLayerNetwork network, int from, int to) {
        Training.fit(network, from, to, Dense::batch);
    }
}
