package org.dl4jfreeze.examples.covariance;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.examples.experiment.ParameterRange;
import org.dl4jfreeze.examples.experiment.Settings;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator.Form;
import org.dl4jfreeze.internal.memory.OffHeapMemory;
import org.nd4j.linalg.api.buffer.DataType;

/** Everything that decides the numbers of a look at a covariance; a value that was checked when it was built. */
public final class CovarianceSettings {

    /** Samples beyond which the factorisation for the eigenvalues takes hours. */
    public static final int MOST_SAMPLES = 10_000;

    /** Eigenvectors beyond which nobody reads the table. */
    public static final int MOST_VECTORS = 100;

    private final ObservedNetwork network;
    private final Settings training;
    private final int vectors;
    private final List<ParameterRange> blocks;
    private final ParameterRange shown;

    /**
     * Checks them.
     *
     * @param network  what is trained
     * @param training learning rate, batch size, examples, seed and sampler
     * @param freezeAt t0, for how many iterations it is trained and sampled
     * @param vectors  how many leading eigenvectors are looked at
     * @param block    whose correlations are shown
     * @throws IllegalArgumentException if one of them is not allowed, or there is not memory enough for so many samples
     */
    public CovarianceSettings(
            ObservedNetwork network, Settings training, int freezeAt, int vectors, BlockChoice block) {
        checkRange("t0", freezeAt, MOST_SAMPLES, "each iteration is a sample");
        checkRange("number of eigenvectors", vectors, MOST_VECTORS, "one row each");
        this.network = network;
        this.vectors = vectors;
        // nothing is frozen, so one more iteration is as good as any
        this.training = training.withRuns(1).withFreezing(freezeAt, Settings.GIVEN, freezeAt + 1);
        MultiLayerNetwork built = network.build(this.training.learningRate(), 0);
        this.blocks = List.copyOf(ObservedNetwork.blocks(built));
        this.shown = block.within(blocks);
        checkMemory(built.numParams(), freezeAt);
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
            throw new IllegalArgumentException("Invalid t0 " + samples + ": the covariance of so many samples of "
                    + parameters + " parameters needs " + needed + " bytes, and " + OffHeapMemory.available()
                    + " are there; choose a smaller one");
        }
    }

    /** What the covariance takes at most. */
    static long bytesNeeded(long parameters, int samples) {
        return CovarianceAccumulator.bytesNeeded(Form.AUTOMATIC, parameters, DataType.FLOAT, samples);
    }

    /**
     * What is trained.
     *
     * @return the network
     */
    public ObservedNetwork network() {
        return network;
    }

    /**
     * How it is trained and sampled.
     *
     * @return t0, learning rate, batch size, examples, seed and sampler; nothing else of it counts
     */
    public Settings training() {
        return training;
    }

    /**
     * How many leading eigenvectors are looked at.
     *
     * @return at least 1
     */
    public int vectors() {
        return vectors;
    }

    /**
     * The parameter arrays of all layers.
     *
     * @return stretches without gaps
     */
    public List<ParameterRange> blocks() {
        return blocks;
    }

    /**
     * Whose correlations are shown.
     *
     * @return one of the blocks or a stretch of one
     */
    public ParameterRange shown() {
        return shown;
    }
}
