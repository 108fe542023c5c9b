package org.dl4jfreeze.examples.covariance;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.covariance.FullCovariance;
import org.dl4jfreeze.covariance.FullCovariance.Form;
import org.dl4jfreeze.examples.experiment.ParameterRange;
import org.dl4jfreeze.examples.experiment.Settings;
import org.dl4jfreeze.internal.memory.OffHeapMemory;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Everything that determines the numbers of a full covariance; checked when it is made.
 *
 * @param training t0, learning rate, batch size, examples, seed and sampler; the rest is ignored
 * @param vectors  number of leading eigenvectors
 * @param blocks   the parameter arrays of all layers, without gaps
 * @param shown    one of the blocks or a range within one, whose correlations are shown
 */
public record CovarianceSettings(
        ObservedNetwork network, Settings training, int vectors, List<ParameterRange> blocks, ParameterRange shown) {

    /** With more samples the factorisation for the eigenvalues takes hours. */
    public static final int MOST_SAMPLES = 10_000;

    /** With more eigenvectors the table is too long to be read. */
    public static final int MOST_VECTORS = 100;

    /** Checks the settings; {@code freezeAt}, t0, is the number of iterations that are trained and sampled. */
    public static CovarianceSettings of(
            ObservedNetwork network, Settings training, int freezeAt, int vectors, BlockChoice block) {
        checkRange("t0", freezeAt, MOST_SAMPLES, "each iteration is a sample");
        checkRange("number of eigenvectors", vectors, MOST_VECTORS, "one row each");
        // Nothing is frozen, so any number of iterations above t0 will do.
        Settings settings = training.withRuns(1).withFreezing(freezeAt, Settings.GIVEN, freezeAt + 1);
        MultiLayerNetwork built = network.build(settings.learningRate(), 0);
        List<ParameterRange> blocks = List.copyOf(ObservedNetwork.blocks(built));
        ParameterRange shown = block.within(blocks);
        checkMemory(built.numParams(), freezeAt);
        return new CovarianceSettings(network, settings, vectors, blocks, shown);
    }

    private static void checkRange(String what, int value, int most, String why) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("Invalid " + what + " " + value + ", must be in [1, " + most + "]: "
                    + why + "; choose one in that range");
        }
    }

    private static void checkMemory(long parameters, int samples) {
        long needed = bytesNeeded(parameters, samples);
        if (needed > OffHeapMemory.available()) {
            throw new IllegalArgumentException("Invalid t0 " + samples + ": the covariance of " + samples
                    + " samples of " + parameters + " parameters needs " + needed + " bytes of off-heap memory, "
                    + OffHeapMemory.available() + " available; choose a smaller t0");
        }
    }

    /** Returns the bytes that the covariance needs at most. */
    static long bytesNeeded(long parameters, int samples) {
        return FullCovariance.bytesNeeded(Form.AUTOMATIC, parameters, DataType.FLOAT, samples);
    }
}
