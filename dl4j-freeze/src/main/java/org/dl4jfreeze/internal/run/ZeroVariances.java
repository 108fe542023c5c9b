package org.dl4jfreeze.internal.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.ParameterGroup;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.dl4jfreeze.internal.order.CriterionDefinition;
import org.dl4jfreeze.internal.plan.PlanValidator;
import org.dl4jfreeze.internal.statistics.GradientStatistics;
import org.dl4jfreeze.internal.statistics.SeenGradients;
import org.dl4jfreeze.internal.statistics.StatisticKind;
import org.slf4j.Logger;

/**
 * Logs when a plan freezes why parameters have a variance of 0: they have had no gradient, or its squares are too small for their data
 * type. Says nothing twice. Not thread-safe.
 */
final class ZeroVariances {

    private final FreezePlan plan;
    private final Logger log;
    private final Map<String, Integer> untouchedBefore = new LinkedHashMap<>();
    private int vanishedBefore;

    ZeroVariances(FreezePlan plan, Logger log) {
        this.plan = plan;
        this.log = log;
    }

    void log(NetworkView network, GradientStatistics statistics) {
        long samples = statistics.samples(StatisticKind.GRADIENT_VARIANCE);
        if (samples == 0) {
            return;
        }
        List<ParameterGroup> eligible = PlanValidator.eligibleGroups(plan, network.groups());
        logUntouched(eligible, statistics.seen(), samples);
        if (isByStatistic()) {
            int vanished = statistics
                    .seen()
                    .vanished(ParameterRanges.of(eligible), statistics.reader(StatisticKind.GRADIENT_VARIANCE));
            logVanished(vanished, ParameterRanges.of(eligible).size(), network);
        }
    }

    private boolean isByStatistic() {
        return CriterionDefinition.of(plan.criterion()).statistic().isPresent()
                || plan.steps().stream().anyMatch(step -> step.amount().needsVariance());
    }

    private void logUntouched(List<ParameterGroup> eligible, SeenGradients seen, long samples) {
        Map<String, Integer> untouched = new LinkedHashMap<>();
        Map<String, Integer> all = new LinkedHashMap<>();
        for (ParameterGroup group : eligible) {
            int count = seen.untouched(group.offset(), group.offset() + group.length());
            untouched.merge(group.layer(), count, Integer::sum);
            all.merge(group.layer(), group.length(), Integer::sum);
        }
        untouched.forEach((layer, count) -> {
            if (count > 0 && !count.equals(untouchedBefore.put(layer, count))) {
                log.info(
                        "{} parameters of layer {} have had no gradient in {} samples, of {} that are eligible; {}",
                        count,
                        layer,
                        samples,
                        all.get(layer),
                        plan.filter().excludesUntouched()
                                ? "the plan leaves them out"
                                : "excludingUntouched() in the plan leaves such parameters out");
            }
        });
    }

    private void logVanished(int vanished, int eligible, NetworkView network) {
        if (vanished > 0 && vanished != vanishedBefore) {
            log.warn(
                    "{} of {} eligible parameters have a gradient variance of 0 although their gradients are not 0: squares"
                            + " this small underflow in {}, and the order among these parameters is by index. Scale labels or"
                            + " loss up, or use DataType.DOUBLE",
                    vanished,
                    eligible,
                    network.statisticsType());
        }
        vanishedBefore = vanished;
    }
}
