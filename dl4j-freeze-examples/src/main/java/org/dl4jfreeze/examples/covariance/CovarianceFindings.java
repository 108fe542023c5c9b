package org.dl4jfreeze.examples.covariance;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a covariance answered, how long that took, and how much memory it needed.
 *
 * @param samples          number of samples that it is the mean of, t
 * @param form             how it was stored in the end, {@code factored} or {@code dense}
 * @param spectrum         eigenvalues, descending, as many as the smaller of samples and parameters; all others are 0
 * @param conditionIndices roots of the largest eigenvalue over each, ascending from 1, as many as the numerical rank
 * @param variances        the sum of the variances in each block
 * @param correlation      the correlations in the block that is shown; 0 where a variance is 0, except on the diagonal
 */
public record CovarianceFindings(
        CovarianceSettings settings,
        long samples,
        String form,
        double[] spectrum,
        double[] conditionIndices,
        double trace,
        double[] variances,
        List<LeadingVector> leading,
        double[][] correlation,
        Cost cost) {

    /**
     * Time and memory.
     *
     * @param seconds       of training and of each query, in the order of execution
     * @param memory        after some iterations without a full covariance, after all with it, and after all queries
     * @param plainMillis   per iteration whose gradients were sampled for the diagonal only, over few iterations
     * @param sampledMillis per iteration with the full covariance
     */
    public record Cost(
            Map<String, Double> seconds, List<ProcessMemory> memory, double plainMillis, double sampledMillis) {}

    /** Returns the number of parameters, p. */
    public int parameters() {
        return settings.blocks().get(settings.blocks().size() - 1).to();
    }

    /** Returns the numerical rank: number of eigenvalues that are not 0 up to rounding. */
    public int rank() {
        return conditionIndices.length;
    }

    /** Returns the sums of the first 1, 2, ... eigenvalues. */
    public double[] cumulativeSpectrum() {
        double[] sums = new double[spectrum.length];
        double sum = 0;
        for (int k = 0; k < sums.length; k++) {
            sum += spectrum[k];
            sums[k] = sum;
        }
        return sums;
    }

    public double[] shares() {
        return Arrays.stream(variances).map(this::share).toArray();
    }

    /** Returns the share of the trace that a value such as an eigenvalue is; 0 if the covariance is 0. */
    public double share(double value) {
        return trace == 0 ? 0 : value / trace;
    }

    /** Returns the bytes that the covariance needs at most, as estimated by the library in advance. */
    public long bytesNeeded() {
        return CovarianceSettings.bytesNeeded(parameters(), settings.training().freezeAt());
    }
}
