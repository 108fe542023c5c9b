package org.dl4jfreeze.internal.statistics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.dl4jfreeze.internal.covariance.CovarianceStorage;
import org.dl4jfreeze.internal.covariance.SmoothingWeights;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.gradient.GradientPairStream;
import org.dl4jfreeze.internal.gradient.SamplerStreams;
import org.dl4jfreeze.internal.json.StrictJson;
import org.dl4jfreeze.internal.memory.ArraySink;
import org.dl4jfreeze.internal.memory.ArraySource;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copy of {@link GradientStatistics}, from which a training resumes and which is saved; shares nothing with them, except for the
 * full covariance while that is attached.
 */
public final class StatisticsSnapshot {

    private static final String COVARIANCE = "covariance";

    private final EnumMap<StatisticKind, SmoothingWeights> weights = new EnumMap<>(StatisticKind.class);
    private final EnumMap<StatisticKind, INDArray> vectors = new EnumMap<>(StatisticKind.class);
    private final EnumMap<StatisticKind, GradientPairStream> streams = new EnumMap<>(StatisticKind.class);
    private final DataType type;
    private final SeenGradients seen;
    private INDArray fullCenter;
    /** Null if there is none. */
    private CovarianceAccumulator full;

    private StatisticsSnapshot(DataType type, SeenGradients seen) {
        this.type = type;
        this.seen = seen;
    }

    /**
     * Copies statistics.
     *
     * @param full the full covariance itself or a copy of it; null if there is none
     */
    public static StatisticsSnapshot of(GradientStatistics statistics, CovarianceAccumulator full) {
        StatisticsSnapshot snapshot =
                new StatisticsSnapshot(statistics.type(), statistics.seen().copy());
        snapshot.full = full;
        snapshot.fullCenter = statistics.full().center(null);
        for (StatisticKind statistic : statistics.kinds()) {
            snapshot.weights.put(statistic, statistics.weights(statistic));
            snapshot.vectors.put(statistic, statistics.vector(statistic));
        }
        statistics
                .streams()
                .forEach((statistic, stream) -> snapshot.streams.put(statistic, stream.withCenter(stream.center())));
        return snapshot;
    }

    /** Creates statistics that continue where these were copied; the gradient variance is put into the network's updater state. */
    public GradientStatistics restore(NetworkView network, StatisticsOptions options) {
        GradientStatistics restored = new GradientStatistics(network, options.sampler(), takeFull(options));
        restored.seen().add(seen);
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
        CovarianceAccumulator taken = full;
        full = null;
        if (taken == null) {
            return CovarianceSlot.withoutContent(options);
        }
        CovarianceSlot resumed = CovarianceSlot.of(taken, options.covariance());
        resumed.keepCenter(fullCenter);
        return resumed;
    }

    /** Returns the data type of the statistics, FLOAT or DOUBLE. */
    public DataType type() {
        return type;
    }

    /** Returns the gradient variance. */
    public INDArray variance() {
        return vectors.get(StatisticKind.GRADIENT_VARIANCE);
    }

    /** Returns the full covariance; null if there is none. */
    public CovarianceAccumulator full() {
        return full;
    }

    /** Releases the full covariance and its memory; a training resumes without it. */
    public void releaseFull() {
        if (full != null) {
            full.close();
        }
        full = null;
    }

    /** Releases the memory of everything but the full covariance, without waiting for the garbage collector. */
    public void release() {
        vectors.values().forEach(FlatArray::release);
        streams.values().forEach(stream -> FlatArray.release(stream.center()));
    }

    /** Saves everything; returns what is to be saved with the arrays. */
    public StatisticsData save(ArraySink arrays) throws IOException {
        StatisticsData data = new StatisticsData();
        data.type = type.name();
        data.weights = new TreeMap<>();
        data.means = new ArrayList<>();
        data.gradientsSeen = true;
        seen.save(arrays);
        for (StatisticKind statistic : vectors.keySet()) {
            data.weights.put(statistic.id(), weights.get(statistic).data());
            arrays.write(statistic.id(), vectors.get(statistic));
        }
        for (StatisticKind statistic : streams.keySet()) {
            INDArray mean = streams.get(statistic).center();
            if (mean != null) {
                data.means.add(statistic.id());
                arrays.write(meanOf(statistic.id()), mean);
            }
        }
        if (full != null) {
            data.covariance = CovarianceStorage.save(full, arrays);
            data.covarianceMean = fullCenter != null;
            if (fullCenter != null) {
                arrays.write(meanOf(COVARIANCE), fullCenter);
            }
        }
        return data;
    }

    /**
     * Restores statistics of {@code p} parameters; {@link #releaseFull} releases the memory of a full covariance.
     *
     * @param eligible the parameters that a full covariance is of
     * @param seen     which parameters have had gradients; null to conclude it from their variances
     * @throws IllegalArgumentException if the data and the options do not match
     * @throws IllegalStateException    if there is too little memory
     */
    public static StatisticsSnapshot restored(
            StatisticsData data,
            StrictJson json,
            String at,
            ArraySource arrays,
            StatisticsOptions options,
            ParameterRanges eligible,
            SeenGradients seen,
            int parameterCount)
            throws IOException {
        json.required(at, data);
        String type = json.required(at + ".type", data.type);
        json.check(
                type.equals("FLOAT") || type.equals("DOUBLE"), at + ".type", "expected FLOAT or DOUBLE, found " + type);
        StatisticsSnapshot restored = new StatisticsSnapshot(
                DataType.valueOf(type), seen == null ? SeenGradients.none(parameterCount) : seen);
        Set<StatisticKind> expected = EnumSet.copyOf(options.statistics());
        expected.add(StatisticKind.GRADIENT_VARIANCE);
        expected.remove(StatisticKind.FULL_COVARIANCE);
        Set<String> ids = expected.stream().map(StatisticKind::id).collect(Collectors.toCollection(TreeSet::new));
        Set<String> found = json.required(at + ".weights", data.weights).keySet();
        json.check(found.equals(ids), at + ".weights", "expected the statistics " + ids + ", found " + found);
        for (StatisticKind statistic : expected) {
            restored.weights.put(
                    statistic,
                    SmoothingWeights.of(
                            data.weights.get(statistic.id()),
                            options.smoothing(),
                            json,
                            at + ".weights." + statistic.id()));
            restored.vectors.put(statistic, arrays.read(statistic.id(), restored.type, parameterCount));
        }
        if (seen == null) {
            restored.seen.differences(restored.variance());
        }
        restored.readStreams(data, json, at, arrays, options, parameterCount);
        if (data.covariance != null) {
            json.check(options.covariance().isFull(), at + ".covariance", "expected none, as the options say");
            restored.full = CovarianceStorage.restore(
                    data.covariance,
                    json,
                    at + ".covariance",
                    arrays,
                    eligible,
                    parameterCount,
                    restored.type,
                    options.smoothing(),
                    options.covariance().form());
            if (Boolean.TRUE.equals(data.covarianceMean)) {
                restored.fullCenter = arrays.read(meanOf(COVARIANCE), restored.type, parameterCount);
            }
        }
        return restored;
    }

    private void readStreams(
            StatisticsData data,
            StrictJson json,
            String at,
            ArraySource arrays,
            StatisticsOptions options,
            int parameterCount)
            throws IOException {
        streams.put(StatisticKind.GRADIENT_VARIANCE, SamplerStreams.open(options.sampler()));
        streams.put(StatisticKind.MINI_BATCH_VARIANCE, SamplerStreams.open(GradientSampler.miniBatch()));
        Set<String> means = new HashSet<>(json.required(at + ".means", data.means));
        for (StatisticKind statistic : new ArrayList<>(streams.keySet())) {
            if (means.remove(statistic.id())) {
                INDArray mean = arrays.read(meanOf(statistic.id()), type, parameterCount);
                streams.compute(statistic, (same, stream) -> stream.withCenter(mean));
            }
        }
        json.check(means.isEmpty(), at + ".means", "expected means of gradients, found also " + means);
    }

    private static String meanOf(String id) {
        return id + "-mean";
    }
}
