package org.dl4jfreeze;

import java.util.EnumSet;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.covariance.SmoothingSchedule;
import org.dl4jfreeze.gradient.DifferenceStream.Outcome;
import org.dl4jfreeze.gradient.GradientSampler;
import org.dl4jfreeze.network.FreezableNetwork;
import org.dl4jfreeze.order.FreezeMask;
import org.dl4jfreeze.order.OrderCriterion;
import org.dl4jfreeze.order.ParameterOrder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One network on its way through a plan: what a {@link FreezingListener} remembers of it. */
final class FreezingRun {

    private static final Logger LOG = LoggerFactory.getLogger(FreezingListener.class);

    private final Model model;
    private final FreezePlan plan;
    private final GradientSampler sampler;
    private final OrderStatistics statistics;
    private final Set<Warning> warned = EnumSet.noneOf(Warning.class);

    private FreezableNetwork network;
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
        NOT_FINITE("A gradient with NaN or infinity in it gives no sample"),
        POSTPONED(
                "It is time to freeze, but there are too few samples to order the parameters by; freezing waits for them");

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
        this.network = FreezableNetwork.of(model);
        this.statistics = new OrderStatistics(network, sampler, smoothing, collected, this::noSample);
        // a restored or cloned network has its mask, but nothing yet that holds it against weight decay and constraints
        network.freeze(network.mask());
        int participants = network.participants().length;
        int frozen = plan.frozenOf(participants);
        LOG.info(
                "{}: {} of {} parameters will be frozen ({} in all), gradients sampled by {}",
                plan,
                frozen,
                participants,
                network.parameterCount(),
                sampler);
    }

    boolean isOf(Model other) {
        return model == other;
    }

    /** Carries statistics and mask over when DL4J has made a new updater, as it does when a learning rate is set. */
    void followUpdater() {
        if (network.isCurrent()) {
            return;
        }
        network = FreezableNetwork.of(model);
        statistics.follow(network);
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
            statistics.sampleGradients();
            sampled = true;
        }
        // whatever is frozen, also by hand or by another listener
        network.clearFrozenGradients();
    }

    private boolean isSampleDue() {
        return !carriedOut && !sampled && sampler.isDue(iterations + 1);
    }

    private void noSample(Outcome reason) {
        warnOnce(reason == Outcome.SINGLE_EXAMPLE ? Warning.SINGLE_EXAMPLE : Warning.NOT_FINITE);
    }

    void iterationDone() {
        if (!underWay) {
            // the listener is on the network twice
            return;
        }
        if (sampled) {
            statistics.sampleUpdate();
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
        if (statistics.lacksSamples(plan.criterion())) {
            warnOnce(Warning.POSTPONED);
            return;
        }
        order = statistics.orderBy(plan.criterion());
        mask = order.lowest(plan.frozenOf(order.size())).or(network.mask());
        network.freeze(mask);
        carriedOut = true;
        if (LOG.isInfoEnabled()) {
            LOG.info(
                    "Frozen after {} iterations by {} from {} samples:\n{}",
                    iterations,
                    plan.criterion(),
                    statistics.samplesFor(plan.criterion()),
                    FrozenTable.of(network.groups(), mask));
        }
    }

    ParameterOrder orderBy(OrderCriterion criterion) {
        return statistics.orderBy(criterion);
    }

    INDArray variance() {
        return statistics.variance();
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
        return statistics.varianceSamples();
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
