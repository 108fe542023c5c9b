package org.dl4jfreeze.internal.run;

import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;

/** What a {@link TrainingRun} has to say to the user, each thing once. Thread-safe. */
final class OneTimeWarning {

    private final Logger log;
    private final Set<Warning> said = EnumSet.noneOf(Warning.class);

    enum Warning {
        SINGLE_EXAMPLE("A mini-batch of one example gives no covariance sample, since its gradient is that of the"
                + " mini-batch; use larger mini-batches, or GradientSampler.miniBatch()"),
        NOT_FINITE("A gradient with NaN or infinity in it gives no sample"),
        POSTPONED(
                "It is time to freeze, but there are too few samples to order the parameters by; freezing waits for them"),
        GIVEN_UP(
                "It is time to freeze by an order that needs the full covariance, and that has been given up by close():"
                        + " nothing is frozen"),
        MASK_NOT_CARRIED_OVER(
                "The network has a layer of another one in which it is frozen, and here nothing is: DL4J's"
                        + " TransferLearning takes no updater state over. To keep it frozen call MaskTransfer.carryOver(old, new)"
                        + " before training"),
        UNKNOWN_SAMPLES(
                "The network brings gradient variances of an earlier training, of how many samples is not known:"
                        + " sampling begins anew, with t = 1. To go on with them, save and load with FreezingCheckpoint");

        private final String message;

        Warning(String message) {
            this.message = message;
        }
    }

    OneTimeWarning(Logger log) {
        this.log = log;
    }

    synchronized void once(Warning warning) {
        if (said.add(warning)) {
            log.warn(warning.message);
        }
    }
}
