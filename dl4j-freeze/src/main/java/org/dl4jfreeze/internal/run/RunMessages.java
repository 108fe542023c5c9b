package org.dl4jfreeze.internal.run;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.internal.dl4j.CopiedLayers;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.dl4j.OtherUpdaters;
import org.dl4jfreeze.internal.plan.PlanSchedule;
import org.dl4jfreeze.internal.replicas.WorkerContext;
import org.dl4jfreeze.plan.Trigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what one {@link TrainingRun} has to say about a training in which nothing, or less than expected, happens; each at most once. */
final class RunMessages {

    private static final Logger LOG = LoggerFactory.getLogger(FreezingListener.class);

    private final Set<OneTimeWarning> given = Collections.synchronizedSet(EnumSet.noneOf(OneTimeWarning.class));
    private boolean earlyEpochTold;

    void warnOnce(OneTimeWarning warning, Object... numbers) {
        if (given.add(warning)) {
            LOG.warn(warning.message(), numbers);
        }
    }

    /** Warns of what an earlier training has left in a network, or has not. */
    void warnOfLeftovers(NetworkView network) {
        if (network.hasVariance()) {
            warnOnce(OneTimeWarning.UNKNOWN_SAMPLES);
        }
        if (!WorkerContext.isWrapperThread() && CopiedLayers.areMissingTheirMask(network)) {
            warnOnce(OneTimeWarning.MASK_NOT_CARRIED_OVER);
        }
    }

    /** Warns of parameters that the plan could freeze if FreezingAdam updated them. */
    void warnOfOtherUpdaters(FreezePlan plan, NetworkView network) {
        String others = OtherUpdaters.of(network, plan.filter().select(network.groups()));
        if (!others.isEmpty()) {
            warnOnce(OneTimeWarning.OTHER_UPDATERS, others);
        }
    }

    /**
     * Warns that other code has overwritten the updater state.
     *
     * @param frozen  how many parameters have been frozen again; 0 for none
     * @param samples how many samples are lost; 0 for none
     */
    void warnOfOverwrittenState(int frozen, long samples) {
        if (frozen > 0) {
            warnOnce(OneTimeWarning.MASK_OVERWRITTEN, frozen);
        }
        if (samples > 0) {
            warnOnce(OneTimeWarning.VARIANCE_OVERWRITTEN, samples);
        }
    }

    /** Tells when the first epoch has ended before the plan begins, which may be a mistake in the plan. */
    void tellOfEarlyEpoch(FreezePlan plan, PlanSchedule progress) {
        if (earlyEpochTold || plan.steps().isEmpty() || progress.epochs() == 0) {
            return;
        }
        earlyEpochTold = true;
        if (!progress.hasActed()) {
            LOG.info(
                    "Epoch {} ended at iteration {}; this plan freezes {}",
                    progress.epochs(),
                    progress.iterations(),
                    timeOf(plan.steps().get(0).trigger()));
        }
    }

    private static String timeOf(Trigger trigger) {
        return trigger.unit() == Trigger.Unit.PLATEAU
                ? "at a plateau of the training loss, after iteration "
                        + trigger.plateau().earliest() + " at the earliest"
                : "after " + trigger.unit().label() + " " + trigger.amount();
    }
}
