package org.dl4jfreeze.it.support;

import java.io.Serializable;
import org.deeplearning4j.nn.api.Model;

/**
 * Takes events of Spark's workers to a watch and a reference. Spark sends every task a copy of the listeners; in local mode
 * all run in one virtual machine, so a static field is where they meet.
 */
public final class SparkWatch extends Observer implements Serializable {

    private static final long serialVersionUID = 1L;

    private static volatile WorkerWatch watch = WorkerWatch.onSpark();
    private static volatile VarianceReference reference = new VarianceReference();

    /** Forgets what was seen. */
    public static void reset() {
        reset(WorkerWatch.onSpark());
    }

    /** The same, and hands what comes to this watch. */
    public static void reset(WorkerWatch next) {
        watch = next;
        reference = new VarianceReference();
    }

    /** What all workers' models looked like. */
    public static WorkerWatch watch() {
        return watch;
    }

    /** The gradient variance over all workers' samples. */
    public static VarianceReference reference() {
        return reference;
    }

    @Override
    void forwardPassDone(Model model) {
        watch.forwardPassDone(model);
    }

    @Override
    public void onBackwardPass(Model model) {
        reference.onBackwardPass(model);
    }

    @Override
    public void onGradientCalculation(Model model) {
        reference.onGradientCalculation(model);
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        watch.iterationDone(model, iteration, epoch);
    }
}
