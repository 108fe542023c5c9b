package org.dl4jfreeze.internal.run;

import java.util.function.Supplier;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.json.Excerpt;
import org.dl4jfreeze.internal.order.OrderFactory;
import org.dl4jfreeze.internal.plan.EligibleParameters;
import org.dl4jfreeze.internal.plan.FreezeState;
import org.dl4jfreeze.internal.replicas.Replica;
import org.dl4jfreeze.internal.replicas.ReplicaSet;
import org.dl4jfreeze.internal.statistics.StatisticKind;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Answers questions about one training, from the samples of all its replicas. To be used by {@link TrainingRun#ask} only. */
public final class TrainingAnswers {

    private final ListenerOptions options;
    private final FreezeState state;
    private final ReplicaSet replicas;

    TrainingAnswers(ListenerOptions options, FreezeState state, ReplicaSet replicas) {
        this.options = options;
        this.state = state;
        this.replicas = replicas;
    }

    private NetworkView network() {
        return replicas.lead().network();
    }

    /** Returns the order by which the network was frozen. */
    public ParameterOrder order() {
        if (!state.hasOrder()) {
            throw new IllegalStateException("There is no order yet, because nothing has been frozen; query it after "
                    + Excerpt.of(options.plan()) + " has been carried out, or use orderBy(criterion)");
        }
        return replicas.readLead(state::order);
    }

    /** Computes what a criterion sorts by; returns the sorting, which may run while training continues. */
    public Supplier<ParameterOrder> orderBy(OrderCriterion criterion) {
        NetworkView network = network();
        return replicas.read(
                network,
                statistics -> OrderFactory.sorting(
                        criterion,
                        statistics,
                        options.sampler(),
                        network,
                        EligibleParameters.of(options.plan(), network.groups(), statistics.seen())));
    }

    /** Computes the numbers that a criterion sorts by, shape [p], in double precision. */
    public INDArray statistic(OrderCriterion criterion) {
        NetworkView network = network();
        return Nd4j.createFromArray(replicas.<double[]>read(
                network, statistics -> OrderFactory.statistic(criterion, statistics, options.sampler(), network)));
    }

    /** Returns the mask in the updater state; that of the plan if the network is gone. */
    public FreezeMask mask() {
        Replica lead = replicas.lead();
        return lead.isGone() && state.isFrozen() ? state.mask() : lead.network().mask();
    }

    /** Returns the table of what is frozen now, and of where the variance is. */
    public String report() {
        NetworkView network = network();
        return replicas.read(
                network,
                statistics -> FreezeReport.of(
                        network.groups(), network.mask(), statistics.reader(StatisticKind.GRADIENT_VARIANCE)));
    }

    /** Returns the gradient variance. */
    public INDArray variance() {
        return replicas.read(network(), statistics -> statistics.vector(StatisticKind.GRADIENT_VARIANCE));
    }

    /** Returns the full covariance: of a network alone the one that is accumulated, of replicas a merged one. */
    public CovarianceAccumulator covariance() {
        return replicas.read(network(), statistics -> {
                    // merged here, while no replica samples
                    statistics.full().covariance();
                    return statistics.full();
                })
                .covariance();
    }

    /** Returns the number of samples of the gradient variance. */
    public long samplesTaken() {
        return replicas.samples(StatisticKind.GRADIENT_VARIANCE);
    }

    /** Tells whether the plan has been carried out, and not been undone. */
    public boolean isFrozen() {
        return state.isFrozen();
    }
}
