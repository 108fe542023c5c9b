package org.dl4jfreeze.internal.gradient;

import java.util.EnumMap;
import java.util.Map;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.internal.dl4j.NetworkView;

/** The gradients of a network's iterations as samplers need them; each kind of access is made on first use. */
public final class GradientSources {

    private final NetworkView network;
    private final Map<GradientSampler.Kind, GradientAccess> sources = new EnumMap<>(GradientSampler.Kind.class);

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
        return sources.computeIfAbsent(sampler.kind(), kind -> new IterationGradients(network.adapter(), kind));
    }

    /** Releases shadow networks, their gradients and the scratch memory; the next use makes new ones. */
    public void release() {
        sources.clear();
        network.releaseScratch();
    }
}
