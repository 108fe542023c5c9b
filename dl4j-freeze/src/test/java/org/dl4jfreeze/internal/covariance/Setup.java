package org.dl4jfreeze.internal.covariance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.covariance.FullCovariance.Form;
import org.dl4jfreeze.internal.order.ParameterRanges;
import org.dl4jfreeze.support.BothPaths;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One way in which a covariance can be kept, and samples for it: parameters on very different scales, some of them related. */
final class Setup {

    final Form form;
    final DataType type;
    final SmoothingSchedule schedule;
    final ParameterRanges parameters;
    final int p;
    final int samples;
    final boolean direct;

    private Setup(
            Form form,
            DataType type,
            SmoothingSchedule schedule,
            ParameterRanges parameters,
            int p,
            int samples,
            boolean direct) {
        this.form = form;
        this.type = type;
        this.schedule = schedule;
        this.parameters = parameters;
        this.p = p;
        this.samples = samples;
        this.direct = direct;
    }

    /** Every form, type, schedule and path; one, few, as many and more samples than parameters; with gaps and without. */
    static List<Setup> all() {
        int[][] few = {{1, 1}, {5, 1}, {5, 5}};
        int[][] many = {{1, 3}, {5, 3}, {5, 6}, {7, 40}};
        List<Setup> setups = new ArrayList<>();
        for (Form form : Form.values()) {
            for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
                addAll(setups, form, type, SmoothingSchedule.mean(), few);
                addAll(setups, form, type, SmoothingSchedule.mean(), many);
                addAll(setups, form, type, SmoothingSchedule.constant(0.2), many);
                addAll(setups, form, type, SmoothingSchedule.power(0.7), many);
            }
        }
        return setups;
    }

    private static void addAll(
            List<Setup> setups, Form form, DataType type, SmoothingSchedule schedule, int[][] sizes) {
        for (int[] size : sizes) {
            ParameterRanges whole = ParameterRanges.all(size[0]);
            setups.add(new Setup(form, type, schedule, whole, size[0], size[1], true));
            setups.add(new Setup(form, type, schedule, gaps(size[0]), size[0] + 5, size[1], true));
            setups.add(new Setup(form, type, schedule, gaps(size[0]), size[0] + 5, size[1], false));
        }
    }

    /** n parameters of n + 5, the first not among them, the last neither. */
    private static ParameterRanges gaps(int n) {
        return n < 3
                ? new ParameterRanges.Builder().add(2, n + 2).build()
                : new ParameterRanges.Builder()
                        .add(1, 3)
                        .add(4, 5)
                        .add(6, n + 3)
                        .build();
    }

    static double[] sample(Random random, int p) {
        double[] d = new double[p];
        double common = random.nextGaussian();
        for (int j = 0; j < p; j++) {
            d[j] = (common + (0.2 + j % 3) * random.nextGaussian()) / (1 + j);
        }
        return d;
    }

    /** Samples as they are in the data type, 0 at parameters that are not covered for the reference. */
    void run(BiConsumer<CovarianceAccumulator, SlowFullCovariance> check) {
        BothPaths.withDirectMemory(direct, () -> {
            SlowFullCovariance slow = new SlowFullCovariance(schedule);
            Random random = new Random(5);
            try (CovarianceAccumulator covariance =
                    new CovarianceAccumulator(parameters, p, type, schedule, form, samples)) {
                for (int t = 0; t < samples; t++) {
                    INDArray d = Nd4j.createFromArray(sample(random, p)).castTo(type);
                    covariance.add(d);
                    double[] taken = d.castTo(DataType.DOUBLE).toDoubleVector();
                    for (int j = 0; j < p; j++) {
                        taken[j] = parameters.positionOf(j) < 0 ? 0 : taken[j];
                    }
                    slow.add(taken);
                }
                check.accept(covariance, slow);
            }
        });
    }

    /** What may be off, relative to the largest entry: rounding of the result, which only the FLOAT matrix has in FLOAT. */
    double tolerance(CovarianceAccumulator covariance) {
        return type == DataType.FLOAT && covariance.currentForm() == Form.DENSE ? 3e-6 : 1e-13;
    }

    @Override
    public String toString() {
        return form + " " + type + " " + schedule + " " + parameters.size() + " of " + p + ", t = " + samples
                + (direct ? ", OpenBLAS" : ", ND4J");
    }
}
