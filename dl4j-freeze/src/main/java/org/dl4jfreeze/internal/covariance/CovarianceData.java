package org.dl4jfreeze.internal.covariance;

/** Describes a saved {@link CovarianceAccumulator} in JSON; its numbers are arrays saved with it. */
public final class CovarianceData {
    /** "dense" or "factored". */
    public String form;

    public Long expectedSamples;
    public SmoothingWeights.Data weights;
    /** The number of differences that are kept as such. */
    public Integer rows;
    /** The factor that the weights of all these differences share. */
    public Double scale;
    /** A factor by which the matrix of the dense form has not been multiplied yet. */
    public Double factor;
}
