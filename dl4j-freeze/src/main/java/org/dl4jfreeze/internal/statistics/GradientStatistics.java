package org.dl4jfreeze.internal.statistics;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.dl4jfreeze.internal.covariance.RankOne;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.gradient.GradientPairStream;
import org.dl4jfreeze.internal.gradient.GradientPairStream.Outcome;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.dl4jfreeze.internal.memory.VectorReader;
import org.dl4jfreeze.internal.memory.Vectors;
import org.dl4jfreeze.internal.run.ListenerOptions;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What is collected of one network while it trains.
 *
 * <p>Each {@link StatisticKind} is a running mean over its own samples: the gradient variance, which is always there, in the
 * network's updater state or, for a replica of data-parallel training, whose state is averaged with others', in a vector of
 * its own; the others, where an order was asked for that needs them, in vectors over all parameters. Nothing here writes to
 * the network, except for the variance in its updater state, and nothing here keeps the network alive. Not thread-safe.
 */
public final class GradientStatistics {

    private final Map<StatisticKind, DiagonalCovariance> collected = new EnumMap<>(StatisticKind.class);
    private final Map<StatisticKind, GradientPairStream> streams = new EnumMap<>(StatisticKind.class);
    private final CovarianceSlot full;
    private final int parameterCount;
    private final DataType type;

    private GradientStatistics(NetworkView network, GradientSampler sampler, CovarianceSlot full) {
        this.full = full;
        this.parameterCount = network.parameterCount();
        this.type = FlatArray.atLeastFloat(network.parameters().dataType());
        streams.put(StatisticKind.GRADIENT_VARIANCE, sampler.open());
        streams.put(
                StatisticKind.MINI_BATCH_VARIANCE, GradientSampler.miniBatch().open());
    }

    /**
     * Statistics without samples, of which the gradient variance lies in the network's updater state.
     *
     * @param options say which orders will be asked for, beside those by gradient variance
     */
    public GradientStatistics(NetworkView network, ListenerOptions options) {
        this(network, options.sampler(), CovarianceSlot.open(network, options));
        SmoothingSchedule smoothing = options.smoothing();
        collected.put(StatisticKind.GRADIENT_VARIANCE, new DiagonalCovariance(network.varianceSegments(), smoothing));
        for (OrderCriterion.Kind kind : options.collected()) {
            StatisticKind statistic = StatisticKind.of(kind);
            if (statistic != null && statistic != StatisticKind.FULL_COVARIANCE) {
                collected.computeIfAbsent(statistic, absent -> new DiagonalCovariance(ownVector(), smoothing));
            }
        }
    }

    /** Goes on with the gradient variance that the updater state holds, as one of so many samples. */
    public void countFrom(NetworkView network, SmoothingSchedule smoothing, long samples) {
        collected.put(
                StatisticKind.GRADIENT_VARIANCE,
                new DiagonalCovariance(network.varianceSegments(), SmoothingWeights.after(smoothing, samples)));
    }

    private List<DiagonalCovariance.Segment> ownVector() {
        return List.of(new DiagonalCovariance.Segment(0, newVector()));
    }

    private INDArray newVector() {
        return Nd4j.zeros(type, parameterCount);
    }

    /**
     * Goes on in the state of a network's present updater, and carries the gradient variance over.
     *
     * @throws IllegalArgumentException if the network has another number of parameters
     */
    public void moveInto(NetworkView network) {
        if (network.parameterCount() != parameterCount) {
            throw new IllegalArgumentException("The variance of " + parameterCount + " parameters can't go on with "
                    + network.parameterCount() + "; the network has changed: give it a new listener");
        }
        moveTo(network.varianceSegments());
    }

    /** Goes on in a vector of its own; the updater state is not written to any more. */
    public void moveOut() {
        moveTo(ownVector());
    }

    private void moveTo(List<DiagonalCovariance.Segment> segments) {
        INDArray variance = vector(StatisticKind.GRADIENT_VARIANCE);
        DiagonalCovariance covariance = new DiagonalCovariance(
                segments, collected.get(StatisticKind.GRADIENT_VARIANCE).weights());
        covariance.assign(variance);
        collected.put(StatisticKind.GRADIENT_VARIANCE, covariance);
    }

    /**
     * Takes the gradients of the iteration that a network is in; to be called in {@code onGradientCalculation}.
     *
     * @param problems is told why the iteration gave no sample of a statistic, once for each of them
     */
    public void sampleGradients(NetworkView network, GradientSampler sampler, Consumer<Outcome> problems) {
        DiagonalCovariance squaredGradient = collected.get(StatisticKind.SQUARED_GRADIENT);
        sample(
                network,
                sampler,
                StatisticKind.GRADIENT_VARIANCE,
                problems,
                squaredGradient == null
                        ? null
                        : gradient -> add(squaredGradient, StatisticKind.GRADIENT_VARIANCE, gradient));
        if (collected.containsKey(StatisticKind.MINI_BATCH_VARIANCE)) {
            sample(network, sampler, StatisticKind.MINI_BATCH_VARIANCE, problems, null);
        }
    }

    private void sample(
            NetworkView network,
            GradientSampler sampler,
            StatisticKind statistic,
            Consumer<Outcome> problems,
            Consumer<INDArray> gradient) {
        DiagonalCovariance covariance = collected.get(statistic);
        Outcome outcome = streams.get(statistic)
                .sample(network.gradients(sampler), covariance.nextWeight(), gradient, difference -> {
                    add(covariance, statistic, difference);
                    if (statistic == StatisticKind.GRADIENT_VARIANCE) {
                        full.add(difference, () -> center(statistic));
                    }
                });
        if (outcome != Outcome.SAMPLED) {
            problems.accept(outcome);
        }
    }

    /** A sample of a stream, which may be squared already. */
    private void add(DiagonalCovariance covariance, StatisticKind stream, INDArray sample) {
        if (streams.get(stream).givesSquares()) {
            covariance.addSquares(sample);
        } else {
            covariance.add(sample);
        }
    }

    /** There will be no more samples, nor a merge with others: gives back what they need. What has been collected stays. */
    public void endSampling() {
        streams.values().forEach(GradientPairStream::release);
    }

    /** Takes the update of the iteration that a network has done; to be called in {@code iterationDone}. */
    public void sampleUpdate(NetworkView network, Consumer<Outcome> problems) {
        DiagonalCovariance squaredUpdate = collected.get(StatisticKind.SQUARED_UPDATE);
        if (squaredUpdate == null) {
            return;
        }
        INDArray update = network.appliedUpdate();
        if (Vectors.isFinite(update)) {
            squaredUpdate.add(update);
        } else {
            problems.accept(Outcome.NOT_FINITE);
        }
    }

    /**
     * How many samples there are of a statistic.
     *
     * @param statistic null for none
     * @throws IllegalStateException if it is not collected
     */
    public long samples(StatisticKind statistic) {
        if (statistic == null) {
            return 0;
        }
        return statistic == StatisticKind.FULL_COVARIANCE
                ? full.samples()
                : collected(statistic).samples();
    }

    /** The full covariance, and what becomes of it. */
    public CovarianceSlot full() {
        return full;
    }

    /** A copy of a statistic, shape [p]; 0 for parameters that take no part. */
    public INDArray vector(StatisticKind statistic) {
        INDArray vector = newVector();
        collected(statistic).copyTo(vector);
        return vector;
    }

    /** Reads a statistic where it is kept; only parameters that take part have one. */
    public VectorReader reader(StatisticKind statistic) {
        return collected(statistic).reader();
    }

    private DiagonalCovariance collected(StatisticKind statistic) {
        DiagonalCovariance found = collected.get(statistic);
        if (found == null) {
            throw new IllegalStateException("The " + statistic + " has not been collected; build the listener with"
                    + " .collect(OrderCriterion." + statistic.criterion() + ")");
        }
        return found;
    }

    /**
     * The statistics of all samples of several replicas: {@code sum n_i C_i / sum n_i} with {@code n_i} the samples of the
     * i-th, and for variances about a running mean what the means differ by on top (Chan, Golub, LeVeque 1979).
     *
     * @param parts of one training; at least one
     * @return in vectors of their own, which share nothing with the parts
     */
    public static GradientStatistics merged(
            NetworkView network, GradientSampler sampler, List<GradientStatistics> parts) {
        List<RankOne> shifts = new ArrayList<>();
        List<CovarianceSlot> fulls = new ArrayList<>();
        parts.forEach(part -> fulls.add(part.full));
        GradientStatistics whole = new GradientStatistics(network, sampler, CovarianceSlot.merged(fulls, shifts));
        for (StatisticKind statistic : parts.get(0).collected.keySet()) {
            List<GradientStatistics> sampled =
                    parts.stream().filter(part -> part.samples(statistic) > 0).collect(Collectors.toList());
            whole.merge(statistic, sampled.isEmpty() ? parts.subList(0, 1) : sampled);
        }
        shifts.addAll(whole.shiftsOf(parts));
        return whole;
    }

    private void merge(StatisticKind statistic, List<GradientStatistics> parts) {
        List<SmoothingWeights> weights = new ArrayList<>();
        parts.forEach(part -> weights.add(part.collected.get(statistic).weights()));
        SmoothingWeights all = SmoothingWeights.merged(weights);
        INDArray center = weightedMean(parts, statistic, part -> part.center(statistic));
        INDArray squares = weightedMean(parts, statistic, part -> part.meanSquareAbout(center, statistic));
        DiagonalCovariance covariance = new DiagonalCovariance(ownVector(), all);
        covariance.assign(squares.castTo(type));
        collected.put(statistic, covariance);
        streams.computeIfPresent(
                statistic, (same, stream) -> stream.withCenter(center == null ? null : center.castTo(type)));
    }

    /** What the running means of parts differ from the mean of all by, of the samples that the full covariance has. */
    private List<RankOne> shiftsOf(List<GradientStatistics> parts) {
        List<RankOne> shifts = new ArrayList<>();
        double samples = parts.stream().mapToLong(part -> part.full.samples()).sum();
        List<GradientStatistics> sampled =
                parts.stream().filter(part -> part.full.samples() > 0).collect(Collectors.toList());
        INDArray center = null;
        for (GradientStatistics part : sampled) {
            INDArray own = part.fullCenter();
            if (own == null) {
                return shifts;
            }
            INDArray scaled = own.mul(part.full.samples() / samples);
            center = center == null ? scaled : center.addi(scaled);
        }
        for (GradientStatistics part : sampled.size() > 1 ? sampled : List.<GradientStatistics>of()) {
            shifts.add(
                    new RankOne(part.full.samples() / samples, part.fullCenter().sub(center)));
        }
        full.keepCenter(sampled.size() == 1 ? sampled.get(0).fullCenter() : center);
        return shifts;
    }

    /** In double precision; null where samples are not compared with a mean. */
    private INDArray fullCenter() {
        INDArray mean = full.center(center(StatisticKind.GRADIENT_VARIANCE));
        return mean == null ? null : mean.castTo(DataType.DOUBLE);
    }

    private INDArray center(StatisticKind statistic) {
        GradientPairStream stream = streams.get(statistic);
        return stream == null ? null : stream.center();
    }

    private INDArray meanSquareAbout(INDArray center, StatisticKind statistic) {
        INDArray squares = vector(statistic).castTo(DataType.DOUBLE);
        if (center != null) {
            INDArray shift = center(statistic).castTo(DataType.DOUBLE).sub(center);
            squares.addi(shift.muli(shift));
        }
        return squares;
    }

    /** In double precision; of a single part that part's own vector, to the bit. Null where the parts have none. */
    private static INDArray weightedMean(
            List<GradientStatistics> parts, StatisticKind statistic, Function<GradientStatistics, INDArray> vector) {
        long samples = parts.stream().mapToLong(part -> part.samples(statistic)).sum();
        INDArray mean = null;
        for (GradientStatistics part : parts) {
            INDArray own = vector.apply(part);
            if (own == null) {
                return null;
            }
            INDArray scaled = own.castTo(DataType.DOUBLE);
            if (parts.size() > 1) {
                scaled = scaled.mul((double) part.samples(statistic) / samples);
            }
            mean = mean == null ? scaled : mean.addi(scaled);
        }
        return mean;
    }

    /** All of it, to be saved beside the network; the gradient variance only if the updater state does not hold it all. */
    public Snapshot snapshot(boolean withVariance) {
        Snapshot snapshot = new Snapshot();
        snapshot.hasFull = full.isKept();
        snapshot.fullCenter = full.center(null);
        collected.forEach((statistic, covariance) -> {
            snapshot.weights.put(statistic, covariance.weights());
            if (withVariance || statistic != StatisticKind.GRADIENT_VARIANCE) {
                snapshot.vectors.put(statistic, vector(statistic));
            }
        });
        streams.forEach((statistic, stream) -> snapshot.streams.put(statistic, stream.withCenter(stream.center())));
        return snapshot;
    }

    /** Statistics as they were saved, of which the gradient variance goes on in the network's updater state. */
    public static GradientStatistics restored(NetworkView network, ListenerOptions options, Snapshot snapshot) {
        GradientStatistics restored = new GradientStatistics(network, options.sampler(), snapshot.takeFull(options));
        snapshot.weights.forEach((statistic, weights) -> {
            boolean inState = statistic == StatisticKind.GRADIENT_VARIANCE;
            DiagonalCovariance covariance =
                    new DiagonalCovariance(inState ? network.varianceSegments() : restored.ownVector(), weights.copy());
            if (snapshot.vectors.containsKey(statistic)) {
                covariance.assign(snapshot.vectors.get(statistic));
            }
            restored.collected.put(statistic, covariance);
        });
        snapshot.streams.forEach(
                (statistic, stream) -> restored.streams.put(statistic, stream.withCenter(stream.center())));
        return restored;
    }

    /** Statistics at rest. */
    public static final class Snapshot implements Serializable {

        private static final long serialVersionUID = 1L;

        private final EnumMap<StatisticKind, SmoothingWeights> weights = new EnumMap<>(StatisticKind.class);
        private final EnumMap<StatisticKind, INDArray> vectors = new EnumMap<>(StatisticKind.class);
        private final EnumMap<StatisticKind, GradientPairStream> streams = new EnumMap<>(StatisticKind.class);
        private boolean hasFull;
        private INDArray fullCenter;
        /** Too large for Java's serialisation: it is saved beside the rest. */
        private transient CovarianceAccumulator full;

        /** Whether there is a full covariance with it. */
        public boolean hasFull() {
            return hasFull;
        }

        /** The full covariance; null if there is none, or it has not been put to the rest. */
        public CovarianceAccumulator full() {
            return full;
        }

        /** Puts the full covariance to the rest, which goes on with it. */
        public void putFull(CovarianceAccumulator covariance) {
            full = covariance;
        }

        /** Frees its memory; the rest goes on without it. */
        public void giveUpFull() {
            if (full != null) {
                full.close();
            }
            full = null;
            hasFull = false;
        }

        private CovarianceSlot takeFull(ListenerOptions options) {
            if (hasFull && full == null) {
                throw new IllegalStateException(
                        "The full covariance of the saved training is not here, for Java's serialisation does not"
                                + " carry it; load the listener with FreezingCheckpoint where it is used");
            }
            CovarianceAccumulator taken = full;
            full = null;
            if (taken == null) {
                return CovarianceSlot.withoutContent(options);
            }
            CovarianceSlot goesOn = CovarianceSlot.of(taken, options.covariance());
            goesOn.keepCenter(fullCenter);
            return goesOn;
        }

        /** Whether the gradient variance has to be found in the updater state. */
        public boolean needsVarianceOfState() {
            return !vectors.containsKey(StatisticKind.GRADIENT_VARIANCE)
                    && weights.get(StatisticKind.GRADIENT_VARIANCE).samples() > 0;
        }
    }
}
