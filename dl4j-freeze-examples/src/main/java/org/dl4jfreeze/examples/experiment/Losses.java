package org.dl4jfreeze.examples.experiment;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.examples.data.TrainTest;

/** Mean loss per example on the training part (see {@link TrainTest#evaluated()}) and on the whole test part. */
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
        return new Losses(network.score(data.evaluated(), false), network.score(data.test(), false));
    }

    /**
     * On the training part.
     *
     * @return the mean loss
     */
    public double train() {
        return train;
    }

    /**
     * On the test part.
     *
     * @return the mean loss
     */
    public double test() {
        return test;
    }
}
