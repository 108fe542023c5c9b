package org.dl4jfreeze;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.dl4jfreeze.covariance.DiagonalCovariance;
import org.dl4jfreeze.covariance.SmoothingSchedule;
import org.dl4jfreeze.gradient.DifferenceStream;
import org.dl4jfreeze.gradient.DifferenceStream.Outcome;
import org.dl4jfreeze.gradient.GradientAccess;
import org.dl4jfreeze.gradient.GradientSampler;
import org.dl4jfreeze.memory.Vectors;
import org.dl4jfreeze.network.FreezableNetwork;
import org.dl4jfreeze.order.OrderCriterion;
import org.dl4jfreeze.order.ParameterOrder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What is collected of one network while it trains, and the orders that are made of it.
 *
 * <p>Each {@link Statistic} is a running mean of squares over samples, one number per parameter: the gradient variance, which
 * is always there, in the updater state; the others, where an order was asked for that needs them, in a vector of their own
 * over all parameters. Every statistic counts its own samples. Nothing here writes to the network, except for the variance in
 * its updater state. Not thread-safe.
 */
final class OrderStatistics {

    /** What the orders are made of, besides the parameters themselves. */
    private enum Statistic {
        GRADIENT_VARIANCE("gradient variance", "gradientVariance()"),
        SQUARED_GRADIENT("mean squared gradient", "meanSquaredGradient()"),
        MINI_BATCH_VARIANCE("variance of the mini-batch gradient", "miniBatchVariance()"),
        SQUARED_UPDATE("mean squared update", "meanSquaredUpdate()");

        private final String label;
        private final String criterion;

        Statistic(String label, String criterion) {
            this.label = label;
            this.criterion = criterion;
        }

        /** The statistic that a criterion looks at; null if it needs none. */
        static Statistic of(OrderCriterion.Kind kind) {
            switch (kind) {
                case RANDOM:
                case MAGNITUDE:
                    return null;
                case MEAN_SQUARED_GRADIENT:
                case OPTIMAL_BRAIN_DAMAGE:
                    return SQUARED_GRADIENT;
                case MINI_BATCH_VARIANCE:
                    return MINI_BATCH_VARIANCE;
                case MEAN_SQUARED_UPDATE:
                    return SQUARED_UPDATE;
                default:
                    return GRADIENT_VARIANCE;
            }
        }

        int minimumSamples(GradientSampler sampler) {
            switch (this) {
                case MINI_BATCH_VARIANCE:
                    return GradientSampler.miniBatch().minimumSamples();
                case SQUARED_UPDATE:
                    return 1;
                default:
                    return sampler.minimumSamples();
            }
        }
    }

    private final GradientSampler sampler;
    private final DifferenceStream differences;
    private final DifferenceStream miniBatches = GradientSampler.miniBatch().open();
    private final Map<Statistic, DiagonalCovariance> collected = new EnumMap<>(Statistic.class);
    private final Consumer<Outcome> problems;

    private FreezableNetwork network;
    private GradientAccess gradients;

    /**
     * Statistics without samples.
     *
     * @param kinds    the orders that will be asked for, beside those by gradient variance
     * @param problems is told why an iteration gave no sample of a statistic, once for each of them
     */
    OrderStatistics(
            FreezableNetwork network,
            GradientSampler sampler,
            SmoothingSchedule smoothing,
            Set<OrderCriterion.Kind> kinds,
            Consumer<Outcome> problems) {
        this.sampler = sampler;
        this.differences = sampler.open();
        this.problems = problems;
        bind(network);
        collected.put(Statistic.GRADIENT_VARIANCE, new DiagonalCovariance(network.varianceSegments(), smoothing));
        for (OrderCriterion.Kind kind : kinds) {
            Statistic statistic = Statistic.of(kind);
            if (statistic != null) {
                collected.computeIfAbsent(
                        statistic,
                        absent -> new DiagonalCovariance(
                                List.of(new DiagonalCovariance.Segment(0, newVector())), smoothing));
            }
        }
    }

    /** How many samples an order needs of what it looks at. */
    static int minimumSamples(OrderCriterion criterion, GradientSampler sampler) {
        Statistic statistic = Statistic.of(criterion.kind());
        return statistic == null ? 0 : statistic.minimumSamples(sampler);
    }

    private void bind(FreezableNetwork view) {
        network = view;
        gradients = view.gradients(sampler.needsExampleGradient());
    }

    private INDArray newVector() {
        DataType type = network.parameters().dataType() == DataType.DOUBLE ? DataType.DOUBLE : DataType.FLOAT;
        return Nd4j.zeros(type, network.parameterCount());
    }

    /** Goes on with the view of a network whose updater DL4J has made anew; carries the variance over. */
    void follow(FreezableNetwork view) {
        bind(view);
        collected.get(Statistic.GRADIENT_VARIANCE).moveTo(view.varianceSegments());
    }

    /** Takes the gradients of the iteration that is under way; to be called in {@code onGradientCalculation}. */
    void sampleGradients() {
        DiagonalCovariance squaredGradient = collected.get(Statistic.SQUARED_GRADIENT);
        sample(Statistic.GRADIENT_VARIANCE, differences, gradient -> {
            if (squaredGradient != null) {
                squaredGradient.add(gradient);
            }
        });
        if (collected.containsKey(Statistic.MINI_BATCH_VARIANCE)) {
            sample(Statistic.MINI_BATCH_VARIANCE, miniBatches, gradient -> {});
        }
    }

    private void sample(Statistic statistic, DifferenceStream stream, Consumer<INDArray> gradient) {
        DiagonalCovariance covariance = collected.get(statistic);
        Outcome outcome = stream.sample(gradients, covariance.nextWeight(), gradient, covariance::add);
        if (outcome != Outcome.SAMPLED) {
            problems.accept(outcome);
        }
    }

    /** Takes the update of the iteration that is done; to be called in {@code iterationDone}. */
    void sampleUpdate() {
        DiagonalCovariance squaredUpdate = collected.get(Statistic.SQUARED_UPDATE);
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

    /** Whether an order can't be made yet, but could if the network trained on. */
    boolean lacksSamples(OrderCriterion criterion) {
        return samplesFor(criterion) < minimumSamples(criterion, sampler);
    }

    /**
     * How many samples an order would be made from.
     *
     * @throws IllegalStateException if the statistic that it looks at is not collected
     */
    long samplesFor(OrderCriterion criterion) {
        Statistic statistic = Statistic.of(criterion.kind());
        return statistic == null ? 0 : collected(statistic).samples();
    }

    long varianceSamples() {
        return collected.get(Statistic.GRADIENT_VARIANCE).samples();
    }

    /**
     * The order of a criterion, over all parameters that can be frozen.
     *
     * @throws IllegalStateException if the statistic that it looks at is not collected, or has too few samples
     */
    ParameterOrder orderBy(OrderCriterion criterion) {
        if (lacksSamples(criterion)) {
            throw new IllegalStateException("There are " + samplesFor(criterion) + " samples, and "
                    + minimumSamples(criterion, sampler) + " are needed to order the parameters by " + criterion
                    + "; train on" + (needsPairs(criterion) ? ", with more than one example in a mini-batch" : ""));
        }
        int p = network.parameterCount();
        if (criterion.kind() == OrderCriterion.Kind.RANDOM) {
            return ParameterOrder.random(p, network.participants(), criterion.seed());
        }
        double[] values = values(criterion);
        return ParameterOrder.ascending(p, network.participants(), i -> values[i]);
    }

    private boolean needsPairs(OrderCriterion criterion) {
        Statistic statistic = Statistic.of(criterion.kind());
        return sampler.needsExampleGradient()
                && (statistic == Statistic.GRADIENT_VARIANCE || statistic == Statistic.SQUARED_GRADIENT);
    }

    /** What an order sorts by, lowest first: one number per parameter of the network; not for a random order. */
    double[] values(OrderCriterion criterion) {
        INDArray values = criterion.kind() == OrderCriterion.Kind.MAGNITUDE
                ? network.parameters()
                : vector(Statistic.of(criterion.kind()));
        double[] v = values.toDoubleVector();
        switch (criterion.kind()) {
            case MAGNITUDE:
                Arrays.setAll(v, i -> Math.abs(v[i]));
                break;
            case REVERSED_VARIANCE:
                Arrays.setAll(v, i -> -v[i]);
                break;
            case OPTIMAL_BRAIN_DAMAGE:
                double[] w = network.parameters().toDoubleVector();
                Arrays.setAll(v, i -> 0.5 * v[i] * w[i] * w[i]);
                break;
            default:
                break;
        }
        return v;
    }

    /** A copy of the gradient variance, shape [p]; 0 for parameters that take no part. */
    INDArray variance() {
        return vector(Statistic.GRADIENT_VARIANCE);
    }

    private INDArray vector(Statistic statistic) {
        INDArray vector = newVector();
        collected(statistic).copyTo(vector);
        return vector;
    }

    private DiagonalCovariance collected(Statistic statistic) {
        DiagonalCovariance found = collected.get(statistic);
        if (found == null) {
            throw new IllegalStateException(
                    "The " + statistic.label + " has not been collected; build the listener with"
                            + " .collect(OrderCriterion." + statistic.criterion + ")");
        }
        return found;
    }
}
