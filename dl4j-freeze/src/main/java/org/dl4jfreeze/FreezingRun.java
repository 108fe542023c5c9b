package org.dl4jfreeze;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.covariance.DiagonalCovariance;
import org.dl4jfreeze.covariance.SmoothingSchedule;
import org.dl4jfreeze.gradient.DifferenceStream;
import org.dl4jfreeze.gradient.DifferenceStream.Outcome;
import org.dl4jfreeze.gradient.GradientAccess;
import org.dl4jfreeze.gradient.GradientSampler;
import org.dl4jfreeze.network.FreezableNetwork;
import org.dl4jfreeze.order.FreezeMask;
import org.dl4jfreeze.order.OrderCriterion;
import org.dl4jfreeze.order.ParameterOrder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One network on its way through a plan: what a {@link FreezingListener} remembers of it. */
final class FreezingRun {

    private static final Logger LOG = LoggerFactory.getLogger(FreezingListener.class);

    private final Model model;
    private final FreezePlan plan;
    private final GradientSampler sampler;
    private final DifferenceStream differences;
    private final DiagonalCovariance covariance;
    private final DiagonalCovariance squaredGradient;
    private final Set<Warning> warned = EnumSet.noneOf(Warning.class);

    private FreezableNetwork network;
    private GradientAccess gradients;
    private long iterations;
    private long epochs;
    private boolean underWay;
    private boolean sampled;
    private boolean carriedOut;
    private ParameterOrder order;
    private FreezeMask mask;

    private enum Warning {
        SINGLE_EXAMPLE("A mini-batch of one example gives no covariance sample, since its gradient is that of the"
                + " mini-batch; use larger mini-batches, or GradientSampler.miniBatch()"),
        NOT_FINITE("A gradient with NaN or infinity in it gives no covariance sample"),
        POSTPONED(
                "It is time to freeze, but there is no covariance sample to order the parameters by; freezing waits for"
                        + " the first one");

        private final String message;

        Warning(String message) {
            this.message = message;
        }
    }

    FreezingRun(
            Model model,
            FreezePlan plan,
            GradientSampler sampler,
            SmoothingSchedule smoothing,
            Set<OrderCriterion.Kind> collected) {
        this.model = model;
        this.plan = plan;
        this.sampler = sampler;
        this.differences = sampler.open();
        bind(FreezableNetwork.of(model));
        // a restored or cloned network has its mask, but nothing yet that holds it against weight decay and constraints
        network.freeze(network.mask());
        int participants = network.participants().length;
        int frozen = plan.frozenOf(participants);
        this.covariance = new DiagonalCovariance(network.varianceSegments(), smoothing);
        this.squaredGradient = collected.contains(OrderCriterion.Kind.MEAN_SQUARED_GRADIENT)
                ? new DiagonalCovariance(List.of(wholeVector()), smoothing)
                : null;
        LOG.info(
                "{}: {} of {} parameters will be frozen ({} in all), gradients sampled by {}",
                plan,
                frozen,
                participants,
                network.parameterCount(),
                sampler);
    }

    private void bind(FreezableNetwork view) {
        network = view;
        gradients = view.gradients(sampler.needsExampleGradient());
    }

    private DiagonalCovariance.Segment wholeVector() {
        return new DiagonalCovariance.Segment(0, Nd4j.zeros(arithmeticType(), network.parameterCount()));
    }

    private DataType arithmeticType() {
        return network.parameters().dataType() == DataType.DOUBLE ? DataType.DOUBLE : DataType.FLOAT;
    }

    boolean isOf(Model other) {
        return model == other;
    }

    /** Carries variance and mask over when DL4J has made a new updater, as it does when a learning rate is set. */
    void followUpdater() {
        if (network.isCurrent()) {
            return;
        }
        bind(FreezableNetwork.of(model));
        covariance.moveTo(network.varianceSegments());
        if (mask != null) {
            network.freeze(mask.or(network.mask()));
        }
    }

    void backwardPassDone() {
        if (isSampleDue()) {
            network.rememberLabels();
        }
    }

    void gradientCalculated() {
        underWay = true;
        if (isSampleDue()) {
            sample();
            sampled = true;
        }
        // whatever is frozen, also by hand or by another listener
        network.clearFrozenGradients();
    }

    private boolean isSampleDue() {
        return !carriedOut && !sampled && sampler.isDue(iterations + 1);
    }

    private void sample() {
        Outcome outcome = differences.sample(
                gradients,
                covariance.nextWeight(),
                gradient -> {
                    if (squaredGradient != null) {
                        squaredGradient.add(gradient);
                    }
                },
                covariance::add);
        if (outcome == Outcome.SINGLE_EXAMPLE) {
            warnOnce(Warning.SINGLE_EXAMPLE);
        } else if (outcome == Outcome.NOT_FINITE) {
            warnOnce(Warning.NOT_FINITE);
        }
    }

    void iterationDone() {
        if (!underWay) {
            // the listener is on the network twice
            return;
        }
        underWay = false;
        sampled = false;
        iterations++;
        carryOutIfDue();
    }

    void epochDone() {
        epochs++;
        carryOutIfDue();
    }

    private void carryOutIfDue() {
        if (carriedOut || !plan.isDue(iterations, epochs)) {
            return;
        }
        if (lacksSamples(plan.criterion())) {
            warnOnce(Warning.POSTPONED);
            return;
        }
        order = orderBy(plan.criterion());
        mask = order.lowest(plan.frozenOf(order.size())).or(network.mask());
        network.freeze(mask);
        carriedOut = true;
        if (LOG.isInfoEnabled()) {
            LOG.info(
                    "Frozen after {} iterations by {} from {} samples:\n{}",
                    iterations,
                    plan.criterion(),
                    samplesTaken(),
                    FrozenTable.of(network.groups(), mask));
        }
    }

    private boolean lacksSamples(OrderCriterion criterion) {
        return criterion.needsSamples() && samplesTaken() < sampler.minimumSamples();
    }

    ParameterOrder orderBy(OrderCriterion criterion) {
        if (lacksSamples(criterion)) {
            throw new IllegalStateException("There are " + samplesTaken() + " samples, and " + sampler.minimumSamples()
                    + " are needed to order the parameters by " + criterion
                    + "; train on, with more than one example in a mini-batch");
        }
        int p = network.parameterCount();
        int[] participants = network.participants();
        switch (criterion.kind()) {
            case RANDOM:
                return ParameterOrder.random(p, participants, criterion.seed());
            case MAGNITUDE:
                double[] parameters = network.parameters().toDoubleVector();
                return ParameterOrder.ascending(p, participants, i -> Math.abs(parameters[i]));
            case MEAN_SQUARED_GRADIENT:
                double[] squares = meanSquaredGradient().toDoubleVector();
                return ParameterOrder.ascending(p, participants, i -> squares[i]);
            case REVERSED_VARIANCE:
                double[] reversed = variance().toDoubleVector();
                return ParameterOrder.ascending(p, participants, i -> -reversed[i]);
            default:
                double[] variances = variance().toDoubleVector();
                return ParameterOrder.ascending(p, participants, i -> variances[i]);
        }
    }

    private INDArray meanSquaredGradient() {
        if (squaredGradient == null) {
            throw new IllegalStateException("The mean squared gradient has not been collected; build the listener with"
                    + " .collect(OrderCriterion.meanSquaredGradient())");
        }
        INDArray squares = Nd4j.zeros(arithmeticType(), network.parameterCount());
        squaredGradient.copyTo(squares);
        return squares;
    }

    INDArray variance() {
        INDArray variance = Nd4j.zeros(arithmeticType(), network.parameterCount());
        covariance.copyTo(variance);
        return variance;
    }

    ParameterOrder order() {
        if (order == null) {
            throw new IllegalStateException("Nothing has been frozen yet, so there is no order; " + plan
                    + " is carried out later, or never: ask again then, or use orderBy(criterion)");
        }
        return order;
    }

    FreezeMask mask() {
        return network.mask();
    }

    boolean isFrozen() {
        return mask != null;
    }

    boolean isCarriedOut() {
        return carriedOut;
    }

    long samplesTaken() {
        return covariance.samples();
    }

    void thaw() {
        followUpdater();
        network.thaw();
        mask = null;
    }

    private void warnOnce(Warning warning) {
        if (warned.add(warning)) {
            LOG.warn(warning.message);
        }
    }
}
