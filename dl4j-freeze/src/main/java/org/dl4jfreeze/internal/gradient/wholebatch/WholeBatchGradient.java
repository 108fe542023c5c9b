package org.dl4jfreeze.internal.gradient.wholebatch;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.dl4jfreeze.internal.dl4j.LayerConfigurations;
import org.dl4jfreeze.internal.dl4j.LossLayerSupport;
import org.dl4jfreeze.internal.dl4j.MiniBatch;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.dl4jfreeze.internal.gradient.firstexample.FirstExampleGradient;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Computes {@code sum_s g_s^2}, the sum of the squared gradients of the loss on the single examples of a mini-batch, with a shadow
 * network as in {@link FirstExampleGradient}.
 *
 * <p>If there are layers whose sums of squares follow from their input and the derivatives at their output, the mini-batch passes
 * through the shadow once, and each layer computes its sum: {@link LayerwiseShadow}. Under truncated back-propagation, in graphs
 * with vertices that have parameters, and where there is no such layer, the examples pass one by one: {@link
 * ExampleByExampleShadow}.
 */
public final class WholeBatchGradient {

    private final NetworkAdapter network;
    private ShadowNetwork shadow;

    /**
     * Checks that examples can be separated; the shadow is made on first use.
     *
     * @throws IllegalStateException if the loss is not a sum over examples, if a layer mixes examples, or if there is truncated
     *     back-propagation through a recurrent layer in a wrapper, whose state DL4J does not expose
     */
    public WholeBatchGradient(NetworkAdapter network) {
        this.network = network;
        LossLayerSupport.checkSumOverExamples(network.outputLayers());
        for (Layer layer : network.layers()) {
            org.deeplearning4j.nn.conf.layers.Layer configuration = network.configurationOf(layer);
            // DL4J runs a frozen layer as at test time
            if (!(layer instanceof FrozenLayer) && LayerConfigurations.mixesExamples(configuration)) {
                throw LossLayerSupport.refusalOfAll("examples are mixed by ", configuration);
            }
        }
        if (network.isTruncatedBptt()) {
            FirstExampleGradient.checkNoWrappedRecurrentLayer(network);
        }
    }

    /** Computes them for the mini-batch that the main network has just been through; FLOAT or DOUBLE. */
    @SuppressWarnings("try")
    public INDArray compute(SampleScratch scratch) {
        Random random = Nd4j.getRandom();
        long rootState = random.rootState();
        long nodeState = random.nodeState();
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            if (shadow == null || !shadow.network().sharesParametersWith(network)) {
                shadow = isSeparableByLayer() ? new LayerwiseShadow(network) : new ExampleByExampleShadow(network);
            }
            MiniBatch batch = network.miniBatch();
            if (batch.hasLabelMaskPerExample()) {
                LossLayerSupport.checkMaskable(network.outputLayers());
            }
            return shadow.compute(batch, scratch);
        } finally {
            random.setStates(rootState, nodeState);
        }
    }

    private boolean isSeparableByLayer() {
        Layer[] layers = network.layers();
        long inLayers = Arrays.stream(layers).mapToLong(Layer::numParams).sum();
        return !network.isTruncatedBptt()
                && inLayers == network.params().length()
                && Arrays.stream(layers).anyMatch(SumGradSquared::isKnown);
    }
}
