package org.dl4jfreeze.internal.gradient;

import org.dl4jfreeze.GradientSampler;

/** Carries out what a {@link GradientSampler} describes: in which iterations samples are due, and the stream they come from. */
public final class SamplerStreams {

    private SamplerStreams() {}

    /** Opens a stream of gradient pairs, without history, for one network. */
    public static GradientPairStream open(GradientSampler sampler) {
        switch (sampler.kind()) {
            case WHOLE_BATCH:
                return new WholeBatchStream();
            case MINI_BATCH:
                return new MiniBatchStream();
            default:
                return new FirstExampleStream();
        }
    }

    /**
     * Tells whether an iteration is sampled, if the sampler's overhead allows it.
     *
     * @param iteration number of the iteration since the listener was attached, from 1
     */
    public static boolean isDue(GradientSampler sampler, long iteration) {
        return iteration > sampler.warmUp() && (iteration - sampler.warmUp() - 1) % sampler.interval() == 0;
    }

    /**
     * Returns the iteration, from 1, in which a sample is due.
     *
     * @param number number of the sample, from 1
     */
    public static long iterationOfSample(GradientSampler sampler, int number) {
        return sampler.warmUp() + 1L + (number - 1L) * sampler.interval();
    }

    /** Counts the samples that are due in the first iterations since the listener was attached. */
    public static long samplesIn(GradientSampler sampler, long iterations) {
        return iterations <= sampler.warmUp() ? 0 : (iterations - sampler.warmUp() - 1) / sampler.interval() + 1;
    }
}
