package org.dl4jfreeze.internal.gradient;

import java.io.Serializable;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One network's gradient differences, sample by sample; holds what a sampler must remember. Not thread-safe. */
public interface GradientPairStream extends Serializable {

    /** Why an iteration gave no sample. */
    enum Outcome {
        /** A difference was passed on. */
        SAMPLED,
        /** A mini-batch of one: {@code g_1} is {@code g_S}, so {@code d = 0} carries no information. */
        SINGLE_EXAMPLE,
        /** The gradient holds NaN or infinity. */
        NOT_FINITE
    }

    /**
     * Takes one sample from the iteration that is under way. Nothing is passed on, and nothing remembered, unless the
     * outcome is {@link Outcome#SAMPLED}.
     *
     * @param gradients  the iteration's gradients
     * @param weight     weight that the sample will have in the covariance, in (0,1]
     * @param gradient   receives the gradient that is compared, {@code g_1} or {@code g_S}; null if nobody asks for it
     * @param difference receives {@code d_t}; both are of shape [p], not to be written to, and valid during the call only
     * @return what became of it
     */
    Outcome sample(GradientAccess gradients, double weight, Consumer<INDArray> gradient, Consumer<INDArray> difference);

    /**
     * Whether the squares of gradient and difference are passed on in the place of these.
     *
     * @return false unless a stream says otherwise
     */
    default boolean givesSquares() {
        return false;
    }

    /**
     * What the gradients are compared with over time.
     *
     * @return the mean so far, shape [p], not to be written to; null for a stream that compares within each mini-batch
     */
    INDArray center();

    /** Gives back what further samples, and those of others in the same training, would be compared with: there will be none. */
    default void release() {}

    /**
     * A stream that goes on as this one would.
     *
     * @param center what its gradients are compared with, shape [p]; null for none yet, or for a stream without one
     * @return a new stream; nothing is shared with this one
     */
    GradientPairStream withCenter(INDArray center);
}
