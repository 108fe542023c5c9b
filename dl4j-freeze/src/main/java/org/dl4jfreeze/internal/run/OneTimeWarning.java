package org.dl4jfreeze.internal.run;

import org.dl4jfreeze.internal.gradient.GradientPair.Outcome;

/** Warnings that a {@link TrainingRun} logs at most once each. */
enum OneTimeWarning {
    SINGLE_EXAMPLE("A mini-batch of one example gives no covariance sample, because its gradient is that of the"
            + " mini-batch; use larger mini-batches, or GradientSampler.miniBatch()"),
    NOT_FINITE(
            "A gradient holds NaN or infinity and gives no sample; lower the learning rate or check the data if training"
                    + " does not recover"),
    SQUARE_OVERFLOW(
            "A gradient is finite, but too large to be squared (above 4e18 in FLOAT, 3e153 in DOUBLE), and gives no"
                    + " sample; scale the labels or the loss down, lower the learning rate if the training diverges, or use"
                    + " DataType.DOUBLE. Gradient clipping acts after the sample is taken"),
    TOO_FEW_SAMPLES("It is time to freeze, but there are too few samples for the plan's order; freezing waits for more."
            + " Sample earlier or more often to freeze on time"),
    COVARIANCE_RELEASED("Cannot freeze: the order needs the full covariance, which was released by close()."
            + " Nothing is frozen; call close() only after the plan has been carried out, or use an order that needs only"
            + " the diagonal"),
    MASK_NOT_CARRIED_OVER(
            "A layer was copied from a network in which it is frozen, but this network has no mask: DL4J's"
                    + " TransferLearning does not copy updater state. To keep it frozen call MaskTransfer.carryOver(old, new) before"
                    + " training"),
    LINE_SEARCH(
            "The network's optimization algorithm searches along a line and calls Adam twice in an iteration; what is frozen"
                    + " stays, but the rest is not Adam's training, and samples are of the first of the two gradients. Use"
                    + " OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT, DL4J's default"),
    UNKNOWN_SAMPLES("The network carries gradient variances of an earlier training with an unknown number of samples;"
            + " sampling restarts at t = 1. To continue with them, save and load with FreezingCheckpoint"),
    MASK_OVERWRITTEN(
            "Other code has overwritten the updater state (getStateViewArray().assign, setStateViewArray), which erased the mask of {}"
                    + " frozen parameters; they have been frozen again, at the values that they had. To thaw them call listener.thaw(); to reset"
                    + " Adam alone, overwrite the states \"M\" and \"V\" of the updater blocks"),
    VARIANCE_OVERWRITTEN(
            "Other code has overwritten the updater state (getStateViewArray().assign, setStateViewArray), and with it the gradient"
                    + " variance of {} samples; sampling restarts at t = 1. To reset Adam alone, overwrite the states \"M\" and \"V\""
                    + " of the updater blocks"),
    OTHER_UPDATERS(
            "These parameters can't be frozen, because FreezingAdam does not update them: {}. To make them eligible set"
                    + " FreezingAdam on their layers, also on those inside wrappers; to train them as they are, ignore this line");

    private final String message;

    OneTimeWarning(String message) {
        this.message = message;
    }

    /** Returns the warning about an iteration that gave no sample. */
    static OneTimeWarning of(Outcome reason) {
        switch (reason) {
            case SINGLE_EXAMPLE:
                return SINGLE_EXAMPLE;
            case SQUARE_OVERFLOW:
                return SQUARE_OVERFLOW;
            default:
                return NOT_FINITE;
        }
    }

    String message() {
        return message;
    }
}
