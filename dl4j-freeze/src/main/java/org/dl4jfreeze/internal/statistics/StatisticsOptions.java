package org.dl4jfreeze.internal.statistics;

import java.util.Set;
import org.dl4jfreeze.Covariance;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.memory.ParameterRanges;

/** What is collected from a training, and how; the options of a listener implement it. */
public interface StatisticsOptions {

    /** Returns how gradients are sampled. */
    GradientSampler sampler();

    /** Returns how samples are weighted. */
    SmoothingSchedule smoothing();

    /** Returns the statistics to collect. */
    Set<StatisticKind> statistics();

    /** Returns how much of the covariance is kept. */
    Covariance covariance();

    /** Returns the expected number of samples; 0 if that is not known. */
    long expectedSamples();

    /** Returns the parameters that a full covariance is of: those of a network that the plan makes eligible. */
    ParameterRanges eligible(NetworkView network);
}
