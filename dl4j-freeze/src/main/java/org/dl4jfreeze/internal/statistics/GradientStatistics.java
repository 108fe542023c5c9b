package org.dl4jfreeze.internal.statistics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.internal.covariance.SmoothingWeights;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.dl4jfreeze.internal.gradient.GradientAccess;
import org.dl4jfreeze.internal.gradient.GradientPair;
import org.dl4jfreeze.internal.gradient.GradientPair.Outcome;
import org.dl4jfreeze.internal.gradient.GradientPairStream;
import org.dl4jfreeze.internal.gradient.SamplerStreams;
import org.dl4jfreeze.internal.gradient.SquareRange;
import org.dl4jfreeze.internal.memory.FlatArrayReader;
import org.dl4jfreeze.internal.memory.VectorSegment;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Accumulates the statistics of one network while it trains.
 *
 * <p>Each {@link StatisticKind} is a running mean over its own samples. The gradient variance is always collected; it lies in
 * the network's updater state or, for a replica of data-parallel training, whose state is averaged with that of others, in a
 * separate vector. The others are collected if an order needs them, in vectors over all parameters. Nothing here writes to the
 * network, except for the variance in its updater state, and nothing keeps the network reachable. Not thread-safe.
 */
public final class GradientStatistics {

    private final Map<StatisticKind, DiagonalCovariance> collected = new EnumMap<>(StatisticKind.class);
    private final Map<StatisticKind, GradientPairStream> streams = new EnumMap<>(StatisticKind.class);
    private final CovarianceSlot full;
    private final SeenGradients seen;
    private final int parameterCount;
    private final DataType type;

    /** Creates statistics in which nothing is collected yet. */
    GradientStatistics(NetworkView network, GradientSampler sampler, CovarianceSlot full) {
        this.full = full;
        this.parameterCount = network.parameterCount();
        this.seen = SeenGradients.none(parameterCount);
        this.type = network.statisticsType();
        streams.put(StatisticKind.GRADIENT_VARIANCE, SamplerStreams.open(sampler));
        streams.put(StatisticKind.MINI_BATCH_VARIANCE, SamplerStreams.open(GradientSampler.miniBatch()));
    }

    /** Creates statistics without samples for the orders of the options; the gradient variance lies in the updater state. */
    public GradientStatistics(NetworkView network, StatisticsOptions options) {
        this(network, options.sampler(), CovarianceSlot.open(network, options));
        SmoothingSchedule smoothing = options.smoothing();
        collected.put(StatisticKind.GRADIENT_VARIANCE, new DiagonalCovariance(network.varianceSegments(), smoothing));
        for (StatisticKind statistic : options.statistics()) {
            if (statistic != StatisticKind.FULL_COVARIANCE) {
                collected.computeIfAbsent(statistic, absent -> new DiagonalCovariance(separateVector(), smoothing));
            }
        }
    }

    /**
     * Continues the gradient variance that the updater state holds, as a mean of a given number of samples. Of these it is only
     * known where they have left a variance.
     */
    public void countFrom(NetworkView network, SmoothingSchedule smoothing, long samples) {
        putInState(network, SmoothingWeights.after(smoothing, samples), null);
        seen.differences(vector(StatisticKind.GRADIENT_VARIANCE));
    }

    private List<VectorSegment> separateVector() {
        return List.of(new VectorSegment(0, newVector()));
    }

    private INDArray newVector() {
        return Nd4j.zeros(type, parameterCount);
    }

    /**
     * Moves the gradient variance into the state of a network's present updater.
     *
     * @throws IllegalArgumentException if the network has another number of parameters
     */
    public void moveInto(NetworkView network) {
        if (network.parameterCount() != parameterCount) {
            throw new IllegalArgumentException("Cannot continue the variance of " + parameterCount
                    + " parameters on a network of " + network.parameterCount()
                    + "; the network has changed: give it a new listener");
        }
        moveTo(network.varianceSegments());
    }

    /** Moves the gradient variance into a separate vector; the updater state is no longer written to. */
    public void moveOut() {
        moveTo(separateVector());
    }

    private void moveTo(List<VectorSegment> segments) {
        INDArray variance = vector(StatisticKind.GRADIENT_VARIANCE);
        DiagonalCovariance covariance = new DiagonalCovariance(
                segments, collected.get(StatisticKind.GRADIENT_VARIANCE).weights());
        covariance.assign(variance);
        collected.put(StatisticKind.GRADIENT_VARIANCE, covariance);
    }

    /**
     * Observes the gradients of the iteration that a network is in. To be called in {@code onGradientCalculation}.
     *
     * @param gradients access to what the sampler compares
     * @param scratch   open, for the time of this call
     * @param problems  receives the reason for each statistic without a sample
     */
    public void observe(GradientAccess gradients, SampleScratch scratch, Consumer<Outcome> problems) {
        observe(StatisticKind.GRADIENT_VARIANCE, gradients, scratch, problems);
        if (collected.containsKey(StatisticKind.MINI_BATCH_VARIANCE)) {
            observe(StatisticKind.MINI_BATCH_VARIANCE, gradients, scratch, problems);
        }
    }

    private void observe(
            StatisticKind statistic, GradientAccess gradients, SampleScratch scratch, Consumer<Outcome> problems) {
        GradientPairStream stream = streams.get(statistic);
        DiagonalCovariance covariance = collected.get(statistic);
        GradientPair pair = stream.sample(gradients, scratch, covariance.nextWeight());
        if (pair.outcome() != Outcome.SAMPLED) {
            problems.accept(pair.outcome());
            return;
        }
        boolean isMain = statistic == StatisticKind.GRADIENT_VARIANCE;
        if (isMain) {
            seen.gradients(pair.sum());
            if (stream.givesSquares()) {
                seen.squares(pair.gradient(), pair.sum());
            }
        }
        DiagonalCovariance squaredGradient = isMain ? collected.get(StatisticKind.SQUARED_GRADIENT) : null;
        if (squaredGradient != null) {
            accumulate(squaredGradient, stream, pair.gradient(), pair.examples());
        }
        INDArray difference = pair.difference();
        accumulate(covariance, stream, difference, pair.examples());
        if (isMain) {
            seen.differences(difference);
            full.add(difference, () -> center(statistic));
        }
    }

    private static void accumulate(
            DiagonalCovariance covariance, GradientPairStream stream, INDArray sample, long examples) {
        if (stream.givesSquares()) {
            covariance.addSquares(sample, examples);
        } else {
            covariance.add(sample);
        }
    }

    /**
     * Starts the gradient variance again if other code has overwritten the updater state.
     *
     * @return how many samples are lost; 0 if it has not
     */
    public long restartIfOverwritten() {
        return collected.get(StatisticKind.GRADIENT_VARIANCE).restartIfOverwritten();
    }

    /** Releases sampling resources, because there will be no further samples and no merge; collected statistics remain. */
    public void endSampling() {
        streams.values().forEach(GradientPairStream::release);
    }

    /**
     * Observes the update of the iteration that a network has done. To be called in {@code iterationDone}.
     *
     * @param update   shape [p], FLOAT or DOUBLE, computed only if it is needed
     * @param problems receives the reason if it gives no sample
     */
    public void observeUpdate(Supplier<INDArray> update, Consumer<Outcome> problems) {
        DiagonalCovariance squaredUpdate = collected.get(StatisticKind.SQUARED_UPDATE);
        if (squaredUpdate == null) {
            return;
        }
        INDArray applied = update.get();
        Outcome range = SquareRange.of(applied, 1);
        if (range == Outcome.SAMPLED) {
            squaredUpdate.add(applied);
        } else {
            problems.accept(range);
        }
    }

    /**
     * Returns the number of samples of a statistic.
     *
     * @throws IllegalStateException if it is not collected
     */
    public long samples(StatisticKind statistic) {
        return statistic == StatisticKind.FULL_COVARIANCE
                ? full.samples()
                : collected(statistic).samples();
    }

    /** Returns the slot of the full covariance. */
    public CovarianceSlot full() {
        return full;
    }

    /** Returns which parameters have had gradients in the samples of the gradient variance. */
    public SeenGradients seen() {
        return seen;
    }

    /** Returns a copy of a statistic, shape [p]; 0 for parameters that cannot be frozen. */
    public INDArray vector(StatisticKind statistic) {
        INDArray vector = newVector();
        collected(statistic).copyTo(vector);
        return vector;
    }

    /** Returns a reader of a statistic where it is kept; parameters that cannot be frozen have none. */
    public FlatArrayReader reader(StatisticKind statistic) {
        return collected(statistic).reader();
    }

    private DiagonalCovariance collected(StatisticKind statistic) {
        DiagonalCovariance found = collected.get(statistic);
        if (found == null) {
            throw new IllegalStateException("The " + statistic + " was not collected; build the listener with"
                    + " .collect(OrderCriterion." + statistic.criterion() + ")");
        }
        return found;
    }

    // what StatisticsMerge and StatisticsSnapshot are made from

    Set<StatisticKind> kinds() {
        return collected.keySet();
    }

    SmoothingWeights weights(StatisticKind statistic) {
        return collected(statistic).weights();
    }

    Map<StatisticKind, GradientPairStream> streams() {
        return streams;
    }

    DataType type() {
        return type;
    }

    /** Returns the running mean that a statistic's gradients are compared with; null where there is none. */
    INDArray center(StatisticKind statistic) {
        GradientPairStream stream = streams.get(statistic);
        return stream == null ? null : stream.center();
    }

    /** Sets a statistic in a separate vector. */
    void put(StatisticKind statistic, SmoothingWeights weights, INDArray values) {
        DiagonalCovariance covariance = new DiagonalCovariance(separateVector(), weights);
        if (values != null) {
            covariance.assign(values);
        }
        collected.put(statistic, covariance);
    }

    /** Sets the gradient variance in the updater state of a network; null values for those which the state holds. */
    void putInState(NetworkView network, SmoothingWeights weights, INDArray values) {
        DiagonalCovariance covariance = new DiagonalCovariance(network.varianceSegments(), weights);
        if (values != null) {
            covariance.assign(values);
        }
        collected.put(StatisticKind.GRADIENT_VARIANCE, covariance);
    }
}
