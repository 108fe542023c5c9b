package org.dl4jfreeze.internal.gradient;

import java.util.HashMap;
import java.util.Map;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.internal.dl4j.NetworkView;

/** The gradients of a network's iterations as samplers need them; each kind of access is made on first use. */
public final class GradientSources {

    private enum Kind {
        OF_MINI_BATCH,
        WITH_FIRST_EXAMPLE,
        WITH_SQUARES
    }

    private final NetworkView network;
    private final Map<Kind, GradientAccess> sources = new HashMap<>();

    private GradientSources(NetworkView network) {
        this.network = network;
    }

    /** Returns the sources of a network, kept with its view. */
    public static GradientSources of(NetworkView network) {
        return network.attachment(GradientSources.class, GradientSources::new);
    }

    /**
     * Returns access to the gradients that a sampler needs; it follows the network from iteration to iteration.
     *
     * @throws IllegalStateException if they cannot be computed for this network
     */
    public GradientAccess accessFor(GradientSampler sampler) {
        return sampler.needsSquaredGradients()
                ? access(Kind.WITH_SQUARES)
                : accessWithExample(sampler.needsExampleGradient());
    }

    /**
     * Returns access to the gradient of the mini-batch and, if needed, of its first example.
     *
     * @throws IllegalStateException if the example's gradient cannot be computed for this network
     */
    public GradientAccess accessWithExample(boolean needsExampleGradient) {
        return access(needsExampleGradient ? Kind.WITH_FIRST_EXAMPLE : Kind.OF_MINI_BATCH);
    }

    private GradientAccess access(Kind kind) {
        return sources.computeIfAbsent(
                kind,
                absent -> kind == Kind.WITH_SQUARES
                        ? IterationGradients.ofWholeBatch(network.adapter())
                        : new IterationGradients(network.adapter(), kind == Kind.WITH_FIRST_EXAMPLE));
    }

    /** Releases shadow networks, their gradients and the scratch memory; the next use makes new ones. */
    public void release() {
        sources.clear();
        network.releaseScratch();
    }
}
