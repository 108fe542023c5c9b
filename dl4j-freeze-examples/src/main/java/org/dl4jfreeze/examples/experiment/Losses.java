package org.dl4jfreeze.examples.experiment;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.examples.data.TrainTest;

/** Mean loss per example on the training part (see {@link TrainTest#evaluated()}) and on the whole test part. */
public record Losses(double train, double test) {

    static Losses of(MultiLayerNetwork network, TrainTest data) {
        return new Losses(network.score(data.evaluated(), false), network.score(data.test(), false));
    }
}
