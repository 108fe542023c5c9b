package org.dl4jfreeze.examples.covariance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a covariance answered, how long that took, and what memory it held. */
public final class CovarianceFindings {

    private final CovarianceSettings settings;
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private final List<ProcessMemory> memory = new ArrayList<>();

    double plainMillis;
    double sampledMillis;
    long samples;
    String form;
    double[] spectrum;
    double[] conditionIndices;
    double trace;
    double[] variances;
    List<LeadingVector> leading;
    double[][] correlation;

    CovarianceFindings(CovarianceSettings settings) {
        this.settings = settings;
    }

    /** Does something and notes how long it took. */
    void timed(String what, Runnable action) {
        long start = System.nanoTime();
        action.run();
        seconds.put(what, (System.nanoTime() - start) / 1e9);
    }

    void noteMemory() {
        memory.add(ProcessMemory.now());
    }

    /**
     * What it was found with.
     *
     * @return the settings
     */
    public CovarianceSettings settings() {
        return settings;
    }

    /**
     * How many parameters the covariance is over.
     *
     * @return p
     */
    public int parameters() {
        return settings.blocks().get(settings.blocks().size() - 1).to();
    }

    /**
     * How many samples it is a mean of.
     *
     * @return t
     */
    public long samples() {
        return samples;
    }

    /**
     * In which form it was kept in the end.
     *
     * @return {@code factored} or {@code dense}
     */
    public String form() {
        return form;
    }

    /**
     * All eigenvalues of what was sampled.
     *
     * @return descending, the smaller of samples and parameters; all others are 0
     */
    public double[] spectrum() {
        return spectrum.clone();
    }

    /**
     * The sum of the variances.
     *
     * @return the trace
     */
    public double trace() {
        return trace;
    }

    /**
     * How many eigenvalues are not 0 but for rounding.
     *
     * @return the numerical rank
     */
    public int rank() {
        return conditionIndices.length;
    }

    /**
     * The roots of the largest eigenvalue over each.
     *
     * @return as many as the rank, ascending from 1
     */
    public double[] conditionIndices() {
        return conditionIndices.clone();
    }

    /**
     * The part of the trace in each block.
     *
     * @return in the order of the blocks; they add up to 1
     */
    public double[] shares() {
        return Arrays.stream(variances).map(sum -> share(sum)).toArray();
    }

    /**
     * Which part of the trace something is.
     *
     * @param value such as an eigenvalue
     * @return in [0, 1]; 0 if the covariance is 0
     */
    public double share(double value) {
        return trace == 0 ? 0 : value / trace;
    }

    /**
     * The sum of the variances in each block.
     *
     * @return in the order of the blocks
     */
    public double[] variances() {
        return variances.clone();
    }

    /**
     * The leading eigenvectors.
     *
     * @return as many as were asked for, or as there are
     */
    public List<LeadingVector> leading() {
        return leading;
    }

    /**
     * The correlations in the block that is shown.
     *
     * @return symmetric; 0 where a variance is 0, but for the diagonal
     */
    public double[][] correlation() {
        return Arrays.stream(correlation).map(double[]::clone).toArray(double[][]::new);
    }

    /**
     * What the covariance may take by the library's own account, before there is any.
     *
     * @return bytes
     */
    public long bytesNeeded() {
        return CovarianceSettings.bytesNeeded(parameters(), settings.training().freezeAt());
    }

    /**
     * What the process held: after some iterations without a full covariance, after all with it, and after all questions.
     *
     * @return three readings
     */
    public List<ProcessMemory> memory() {
        return List.copyOf(memory);
    }

    /**
     * How long training and each question took.
     *
     * @return seconds by words, in the order of what was done
     */
    public Map<String, Double> seconds() {
        return new LinkedHashMap<>(seconds);
    }

    /**
     * How long an iteration took whose gradients were sampled for the diagonal alone.
     *
     * @return milliseconds, over few iterations
     */
    public double plainMillis() {
        return plainMillis;
    }

    /**
     * How long an iteration took with the full covariance.
     *
     * @return milliseconds
     */
    public double sampledMillis() {
        return sampledMillis;
    }
}
