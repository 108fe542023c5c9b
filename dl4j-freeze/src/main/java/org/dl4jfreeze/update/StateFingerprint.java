package org.dl4jfreeze.update;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A few numbers of an updater state, by which an updater notices that somebody else has written to it.
 *
 * <p>DL4J restores, averages and clones by assigning a whole state to the view, behind the updater's back, and the mask
 * that the updater has read before may then be out of date. Reading the whole mask again in every step costs a sixth of
 * the step. An assigned state differs in its moments, which change in every step: {@value #SAMPLES} of them, compared with
 * what the updater itself left there, tell.
 */
final class StateFingerprint {

    private static final int SAMPLES = 8;

    private final double[] values;

    private StateFingerprint(double[] values) {
        this.values = values;
    }

    static StateFingerprint of(INDArray m, INDArray frozen) {
        return new StateFingerprint(sample(m, frozen));
    }

    boolean isOf(INDArray m, INDArray frozen) {
        return Arrays.equals(values, sample(m, frozen));
    }

    private static double[] sample(INDArray m, INDArray frozen) {
        long n = m.length();
        int samples = (int) Math.min(SAMPLES, n);
        double[] sampled = new double[2 * samples];
        for (int i = 0; i < samples; i++) {
            // evenly spread, the first and the last parameter included
            long index = samples == 1 ? 0 : i * (n - 1) / (samples - 1);
            sampled[2 * i] = m.getDouble(index);
            sampled[2 * i + 1] = frozen.getDouble(index);
        }
        return sampled;
    }
}
