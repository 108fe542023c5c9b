package org.dl4jfreeze.internal.plan;

import java.util.List;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.ParameterGroup;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.dl4jfreeze.internal.statistics.SeenGradients;

/** Determines which parameters a plan orders and freezes at a given time. */
public final class EligibleParameters {

    private EligibleParameters() {}

    /**
     * Returns those that the plan's filter admits and, if the plan excludes untouched parameters, that have had a gradient; then
     * there may be none.
     *
     * @param groups all groups of the network
     * @throws IllegalArgumentException if plan and network do not fit
     */
    public static ParameterRanges of(FreezePlan plan, List<ParameterGroup> groups, SeenGradients seen) {
        ParameterRanges admitted = PlanValidator.eligible(plan, groups);
        return plan.filter().excludesUntouched() ? seen.touched(admitted) : admitted;
    }
}
