package org.dl4jfreeze.internal.statistics;

import java.util.EnumSet;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dl4jfreeze.Covariance;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.dl4jfreeze.internal.gradient.GradientPair.Outcome;
import org.dl4jfreeze.internal.gradient.GradientSources;
import org.dl4jfreeze.internal.order.CriterionDefinition;
import org.dl4jfreeze.internal.order.OrderFactory;
import org.dl4jfreeze.internal.run.ListenerOptions;

/** Drives the statistics of orders alone, without a plan. */
final class StatisticsDriver extends BaseTrainingListener {

    final GradientStatistics statistics;
    private final NetworkView network;
    private final GradientSampler sampler;
    final Set<Outcome> problems = EnumSet.noneOf(Outcome.class);

    StatisticsDriver(Model model, GradientSampler sampler) {
        network = NetworkView.of(model);
        EnumSet<OrderCriterion.Kind> kinds = EnumSet.allOf(OrderCriterion.Kind.class);
        if (sampler.needsSquaredGradients()) {
            kinds.removeIf(kind -> CriterionDefinition.of(kind).needsFullCovariance());
        }
        statistics = new GradientStatistics(network, options(sampler, kinds));
        this.sampler = sampler;
    }

    /** Options of a listener that only observes. */
    static ListenerOptions options(GradientSampler sampler, Set<OrderCriterion.Kind> collected) {
        return options(sampler, collected, Covariance.diagonal());
    }

    static ListenerOptions options(GradientSampler sampler, Set<OrderCriterion.Kind> collected, Covariance covariance) {
        return new ListenerOptions(FreezePlan.never(), sampler, SmoothingSchedule.mean(), collected, covariance);
    }

    double[] values(OrderCriterion criterion) {
        return OrderFactory.values(criterion, statistics, network);
    }

    @Override
    public void onBackwardPass(Model model) {
        network.rememberLabels();
    }

    @Override
    public void onGradientCalculation(Model model) {
        try (SampleScratch scratch = network.openSampleApart()) {
            statistics.observe(GradientSources.of(network).accessFor(sampler), scratch, problems::add);
        }
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        statistics.observeUpdate(network::appliedUpdate, problems::add);
    }
}
