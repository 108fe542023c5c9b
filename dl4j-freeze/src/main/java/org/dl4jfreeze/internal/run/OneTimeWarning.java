package org.dl4jfreeze.internal.run;

/** Warnings that a {@link TrainingRun} logs at most once each. */
enum OneTimeWarning {
    SINGLE_EXAMPLE("A mini-batch of one example gives no covariance sample, because its gradient is that of the"
            + " mini-batch; use larger mini-batches, or GradientSampler.miniBatch()"),
    NOT_FINITE("A gradient that holds NaN or infinity gives no sample"),
    TOO_FEW_SAMPLES(
            "It is time to freeze, but there are too few samples to order the parameters by; freezing waits for them"),
    COVARIANCE_RELEASED("Cannot freeze: the order needs the full covariance, which was released by close()."
            + " Nothing is frozen"),
    MASK_NOT_CARRIED_OVER(
            "A layer was copied from a network in which it is frozen, but this network has no mask: DL4J's"
                    + " TransferLearning does not copy updater state. To keep it frozen call MaskTransfer.carryOver(old, new) before"
                    + " training"),
    UNKNOWN_SAMPLES("The network carries gradient variances of an earlier training with an unknown number of samples;"
            + " sampling restarts at t = 1. To continue with them, save and load with FreezingCheckpoint");

    private final String message;

    OneTimeWarning(String message) {
        this.message = message;
    }

    String message() {
        return message;
    }
}
