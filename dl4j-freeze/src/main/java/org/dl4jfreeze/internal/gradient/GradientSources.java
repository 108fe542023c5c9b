package org.dl4jfreeze.internal.gradient;

import java.util.HashMap;
import java.util.Map;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The gradients of a network's iterations as samplers ask for them, each kind made when it is first asked for. */
public final class GradientSources {

    private enum Kind {
        OF_MINI_BATCH,
        WITH_FIRST_EXAMPLE,
        WITH_SQUARES
    }

    private final NetworkAdapter network;
    private final WorkVector work;
    private final Map<Kind, GradientAccess> sources = new HashMap<>();

    public GradientSources(NetworkAdapter network) {
        this.network = network;
        this.work = new WorkVector(network.params().length());
    }

    /** For the time of an action, memory is used for what a sample needs; null for none. */
    public void lend(INDArray memory, Runnable action) {
        work.lend(memory, action);
    }

    public GradientAccess of(boolean needsExampleGradient) {
        return of(needsExampleGradient ? Kind.WITH_FIRST_EXAMPLE : Kind.OF_MINI_BATCH);
    }

    public GradientAccess of(GradientSampler sampler) {
        return sampler.needsSquaredGradients() ? of(Kind.WITH_SQUARES) : of(sampler.needsExampleGradient());
    }

    private GradientAccess of(Kind kind) {
        return sources.computeIfAbsent(
                kind,
                absent -> kind == Kind.WITH_SQUARES
                        ? IterationGradients.ofWholeBatch(network, work)
                        : new IterationGradients(network, work, kind == Kind.WITH_FIRST_EXAMPLE));
    }

    /** Lets go of shadow networks and their gradients; whoever asks again gets new ones. */
    public void release() {
        sources.clear();
        work.release();
    }
}
