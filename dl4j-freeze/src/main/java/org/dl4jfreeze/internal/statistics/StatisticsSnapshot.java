package org.dl4jfreeze.internal.statistics;

import java.io.Serializable;
import java.util.EnumMap;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.dl4jfreeze.internal.covariance.SmoothingWeights;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.gradient.GradientPairStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Serialisable copy of {@link GradientStatistics}, from which a training resumes; shares nothing with them, except for the full
 * covariance while that is attached.
 */
public final class StatisticsSnapshot implements Serializable {

    private static final long serialVersionUID = 2L;

    private final EnumMap<StatisticKind, SmoothingWeights> weights = new EnumMap<>(StatisticKind.class);
    private final EnumMap<StatisticKind, INDArray> vectors = new EnumMap<>(StatisticKind.class);
    private final EnumMap<StatisticKind, GradientPairStream> streams = new EnumMap<>(StatisticKind.class);
    private boolean hasFull;
    private INDArray fullCenter;
    /** Too large for Java's serialisation, so it is saved separately. */
    private transient CovarianceAccumulator full;

    /**
     * Copies statistics.
     *
     * @param withVariance whether to copy the gradient variance too, because the updater state that is saved with this does not
     *     hold it
     */
    public static StatisticsSnapshot of(GradientStatistics statistics, boolean withVariance) {
        StatisticsSnapshot snapshot = new StatisticsSnapshot();
        snapshot.hasFull = statistics.full().isKept();
        snapshot.fullCenter = statistics.full().center(null);
        for (StatisticKind statistic : statistics.kinds()) {
            snapshot.weights.put(statistic, statistics.weights(statistic));
            if (withVariance || statistic != StatisticKind.GRADIENT_VARIANCE) {
                snapshot.vectors.put(statistic, statistics.vector(statistic));
            }
        }
        statistics
                .streams()
                .forEach((statistic, stream) -> snapshot.streams.put(statistic, stream.withCenter(stream.center())));
        return snapshot;
    }

    /**
     * Creates statistics that continue where these were copied; the gradient variance lies in the network's updater state.
     *
     * @throws IllegalStateException if a full covariance belongs to them and is not attached
     */
    public GradientStatistics restore(NetworkView network, StatisticsOptions options) {
        GradientStatistics restored = new GradientStatistics(network, options.sampler(), takeFull(options));
        weights.forEach((statistic, copied) -> {
            if (statistic == StatisticKind.GRADIENT_VARIANCE) {
                restored.putInState(network, copied.copy(), vectors.get(statistic));
            } else {
                restored.put(statistic, copied.copy(), vectors.get(statistic));
            }
        });
        streams.forEach((statistic, stream) -> restored.streams().put(statistic, stream.withCenter(stream.center())));
        return restored;
    }

    private CovarianceSlot takeFull(StatisticsOptions options) {
        if (hasFull && full == null) {
            throw new IllegalStateException("The full covariance of the saved training is missing, because Java's"
                    + " serialisation does not carry it; load the listener with FreezingCheckpoint where it is used");
        }
        CovarianceAccumulator taken = full;
        full = null;
        if (taken == null) {
            return CovarianceSlot.withoutContent(options);
        }
        CovarianceSlot resumed = CovarianceSlot.of(taken, options.covariance());
        resumed.keepCenter(fullCenter);
        return resumed;
    }

    /** Tells whether a full covariance belongs to these statistics. */
    public boolean hasFull() {
        return hasFull;
    }

    /** Returns the attached full covariance; null if there is none. */
    public CovarianceAccumulator full() {
        return full;
    }

    /** Attaches the full covariance, which is saved separately. */
    public void attachFull(CovarianceAccumulator covariance) {
        full = covariance;
    }

    /** Releases the full covariance and its memory; a training resumes without it. */
    public void releaseFull() {
        if (full != null) {
            full.close();
        }
        full = null;
        hasFull = false;
    }

    /** Tells whether the gradient variance has to be found in the updater state. */
    public boolean needsVarianceOfState() {
        return !vectors.containsKey(StatisticKind.GRADIENT_VARIANCE)
                && weights.get(StatisticKind.GRADIENT_VARIANCE).samples() > 0;
    }
}
