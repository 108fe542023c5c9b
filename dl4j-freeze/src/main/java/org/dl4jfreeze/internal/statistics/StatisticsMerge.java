package org.dl4jfreeze.internal.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.internal.covariance.RankOne;
import org.dl4jfreeze.internal.covariance.SmoothingWeights;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Pools the statistics of several replicas: {@code sum n_i C_i / sum n_i} with {@code n_i} the samples of the i-th (their
 * examples, where a sample is a mean over several), plus, for
 * variances about a running mean, what the replicas' means differ by (Chan, Golub, LeVeque 1979).
 */
public final class StatisticsMerge {

    private final GradientStatistics whole;
    private final List<GradientStatistics> parts;

    private StatisticsMerge(GradientStatistics whole, List<GradientStatistics> parts) {
        this.whole = whole;
        this.parts = parts;
    }

    /**
     * Merges statistics of one training.
     *
     * @param parts at least one; left as they are
     * @return in separate vectors, which share nothing with the parts
     */
    public static GradientStatistics of(NetworkView network, GradientSampler sampler, List<GradientStatistics> parts) {
        List<RankOne> shifts = new ArrayList<>();
        List<CovarianceSlot> slots =
                parts.stream().map(GradientStatistics::full).collect(Collectors.toList());
        // the full covariance is merged on first use, with the shifts that are known by then
        GradientStatistics whole = new GradientStatistics(network, sampler, CovarianceSlot.merged(slots, shifts));
        StatisticsMerge merge = new StatisticsMerge(whole, parts);
        parts.get(0).kinds().forEach(merge::mergeKind);
        parts.forEach(part -> whole.seen().add(part.seen()));
        shifts.addAll(merge.shifts());
        return whole;
    }

    private void mergeKind(StatisticKind statistic) {
        List<GradientStatistics> sampled =
                parts.stream().filter(part -> part.samples(statistic) > 0).collect(Collectors.toList());
        List<GradientStatistics> pooled = sampled.isEmpty() ? parts.subList(0, 1) : sampled;
        List<SmoothingWeights> weights =
                pooled.stream().map(part -> part.weights(statistic)).collect(Collectors.toList());
        INDArray center = weightedMean(pooled, statistic, part -> part.center(statistic));
        INDArray squares = weightedMean(pooled, statistic, part -> meanSquareAbout(part, center, statistic));
        whole.put(statistic, SmoothingWeights.merged(weights), squares.castTo(whole.type()));
        whole.streams()
                .computeIfPresent(
                        statistic,
                        (same, stream) -> stream.withCenter(center == null ? null : center.castTo(whole.type())));
    }

    private static INDArray meanSquareAbout(GradientStatistics part, INDArray center, StatisticKind statistic) {
        INDArray squares = part.vector(statistic).castTo(DataType.DOUBLE);
        if (center != null) {
            INDArray shift = part.center(statistic).castTo(DataType.DOUBLE).sub(center);
            squares.addi(shift.muli(shift));
        }
        return squares;
    }

    /** Returns the mean in double precision; of a single part its own vector, bit for bit; null where the parts have none. */
    private static INDArray weightedMean(
            List<GradientStatistics> parts, StatisticKind statistic, Function<GradientStatistics, INDArray> vector) {
        long count = parts.stream()
                .mapToLong(part -> part.weights(statistic).count())
                .sum();
        INDArray mean = null;
        for (GradientStatistics part : parts) {
            INDArray own = vector.apply(part);
            if (own == null) {
                return null;
            }
            INDArray scaled = own.castTo(DataType.DOUBLE);
            if (parts.size() > 1) {
                scaled = scaled.mul((double) part.weights(statistic).count() / count);
            }
            mean = mean == null ? scaled : mean.addi(scaled);
        }
        return mean;
    }

    /** Computes the differences of the parts' means from the pooled mean, over the samples that the full covariance has. */
    private List<RankOne> shifts() {
        List<RankOne> shifts = new ArrayList<>();
        double samples = parts.stream().mapToLong(part -> part.full().samples()).sum();
        List<GradientStatistics> sampled =
                parts.stream().filter(part -> part.full().samples() > 0).collect(Collectors.toList());
        INDArray center = null;
        for (GradientStatistics part : sampled) {
            INDArray own = fullCenter(part);
            if (own == null) {
                return shifts;
            }
            INDArray scaled = own.mul(part.full().samples() / samples);
            center = center == null ? scaled : center.addi(scaled);
        }
        for (GradientStatistics part : sampled.size() > 1 ? sampled : List.<GradientStatistics>of()) {
            shifts.add(new RankOne(
                    part.full().samples() / samples, fullCenter(part).sub(center)));
        }
        whole.full().keepCenter(sampled.size() == 1 ? fullCenter(sampled.get(0)) : center);
        return shifts;
    }

    /** Returns the mean that the full covariance's samples are compared with, in double precision; null where there is none. */
    private static INDArray fullCenter(GradientStatistics part) {
        INDArray mean = part.full().center(part.center(StatisticKind.GRADIENT_VARIANCE));
        return mean == null ? null : mean.castTo(DataType.DOUBLE);
    }
}
