package org.dl4jfreeze.internal.statistics;

import java.util.List;
import java.util.Map;
import org.dl4jfreeze.internal.covariance.CovarianceData;
import org.dl4jfreeze.internal.covariance.SmoothingWeights;

/** Describes saved {@link GradientStatistics} in JSON; the statistics themselves are arrays saved with it. */
public final class StatisticsData {
    /** The data type of the arrays, FLOAT or DOUBLE. */
    public String type;
    /** How the samples of each statistic were weighted. */
    public Map<String, SmoothingWeights.Data> weights;
    /** The statistics whose gradients are compared with a running mean, which is an array. */
    public List<String> means;

    /** Whether it is saved which parameters have had gradients; if not, it is known only of those with a variance. */
    public Boolean gradientsSeen;

    /** Null if there is no full covariance. */
    public CovarianceData covariance;
    /** Whether the full covariance has a running mean of its own. */
    public Boolean covarianceMean;
}
