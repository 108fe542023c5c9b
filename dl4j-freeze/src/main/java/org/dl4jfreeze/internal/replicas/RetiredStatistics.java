package org.dl4jfreeze.internal.replicas;

import java.util.ArrayList;
import java.util.List;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.statistics.GradientStatistics;
import org.dl4jfreeze.internal.statistics.StatisticsMerge;

/** The samples of replicas whose networks DL4J has closed, pooled into one; none at first. */
final class RetiredStatistics {

    private GradientStatistics pooled;

    /** Returns the pooled statistics as a list of one, or of none. */
    List<GradientStatistics> asList() {
        return pooled == null ? List.of() : List.of(pooled);
    }

    /** Adds statistics of closed networks, and releases their full covariances once they are pooled. */
    void add(NetworkView network, GradientSampler sampler, List<GradientStatistics> closed) {
        if (closed.isEmpty()) {
            return;
        }
        List<GradientStatistics> parts = new ArrayList<>(closed);
        parts.addAll(asList());
        pooled = StatisticsMerge.of(network, sampler, parts);
        if (pooled.full().isKept()) {
            pooled.full().covariance();
        }
        closeAllBut(pooled, parts);
    }

    /** Tells whether as many samples were taken as the full covariance is limited to. */
    boolean isAtLimit() {
        return pooled != null && pooled.full().isAtLimit();
    }

    void clear() {
        pooled = null;
    }

    /** Releases the full covariances that have been merged into another one. */
    static void closeAllBut(GradientStatistics whole, List<GradientStatistics> parts) {
        parts.stream().filter(part -> part != whole).forEach(part -> part.full().close());
    }
}
