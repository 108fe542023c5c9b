package org.dl4jfreeze.examples.experiment;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.examples.data.TrainTest;

/** Mean loss per example on the whole training part and on the whole test part. */
public final class Losses {

    private final double train;
    private final double test;

    /**
     * Two losses.
     *
     * @param train on the training part
     * @param test  on the test part
     */
    public Losses(double train, double test) {
        this.train = train;
        this.test = test;
    }

    static Losses of(MultiLayerNetwork network, TrainTest data) {
        return new Losses(network.score(data.train(), false), network.score(data.test(), false));
    }

    double train() {
        return train;
    }

    double test() {
        return test;
    }
}
