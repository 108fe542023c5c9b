package org.dl4jfreeze.examples.program;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/** Measures the time of iterations, before and after t0, and keeps a copy of the network as it is at t0. */
final class Watch extends BaseTrainingListener {

    private final int t0;
    private final List<Double> before = new ArrayList<>();
    private final List<Double> after = new ArrayList<>();
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
        long now = System.nanoTime();
        (epochs < t0 ? before : after).add((now - start) / 1e9);
        start = now;
    }

    @Override
    public void onEpochEnd(Model model) {
        epochs++;
        if (epochs == t0) {
            atT0 = ((MultiLayerNetwork) model).clone();
        }
    }

    /** Returns the median of the seconds that an iteration took up to t0. */
    double secondsBefore() {
        return median(before);
    }

    /** Returns the median of the seconds that an iteration took after t0. */
    double secondsAfter() {
        return median(after);
    }

    MultiLayerNetwork atT0() {
        return atT0;
    }

    /** Returns the median: unlike the mean it does not depend on the first iterations of a process, which are slow. */
    private static double median(List<Double> seconds) {
        return seconds.stream().sorted().skip(seconds.size() / 2).findFirst().orElse(Double.NaN);
    }
}
