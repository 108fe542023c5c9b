package org.dl4jfreeze.examples.program;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/** Measures the time of training, before and after t0, and keeps a copy of the network as it is at t0. */
final class Watch extends BaseTrainingListener {

    private final int t0;
    private final double[] seconds = new double[2];
    private final int[] iterations = new int[2];
    private int epochs;
    private long start;
    private MultiLayerNetwork atT0;

    /** Watches a network; t0 is a number of epochs, counted from now. */
    Watch(MultiLayerNetwork network, int t0) {
        this.t0 = t0;
        network.addListeners(this);
    }

    @Override
    public void onEpochStart(Model model) {
        start = System.nanoTime();
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        iterations[phase()]++;
    }

    @Override
    public void onEpochEnd(Model model) {
        seconds[phase()] += (System.nanoTime() - start) / 1e9;
        epochs++;
        if (epochs == t0) {
            atT0 = ((MultiLayerNetwork) model).clone();
        }
    }

    private int phase() {
        return epochs < t0 ? 0 : 1;
    }

    /** The seconds per iteration up to t0. */
    double secondsBefore() {
        return seconds[0] / iterations[0];
    }

    /** The seconds per iteration after t0; NaN if there was none. */
    double secondsAfter() {
        return seconds[1] / iterations[1];
    }

    /** The copy made at t0. */
    MultiLayerNetwork atT0() {
        return atT0;
    }
}
