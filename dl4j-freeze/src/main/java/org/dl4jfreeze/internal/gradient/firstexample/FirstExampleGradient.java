package org.dl4jfreeze.internal.gradient.firstexample;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.dl4jfreeze.internal.dl4j.LayerConfigurations;
import org.dl4jfreeze.internal.dl4j.LossLayerSupport;
import org.dl4jfreeze.internal.dl4j.MiniBatch;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Computes {@code g_1}, the gradient of the loss on the first example of a mini-batch, with a shadow network.
 *
 * <p>The shadow is a network of the same configuration on the same parameter array with another gradient array (one number per
 * parameter, scratch memory). It has no dropout and no weight noise, so that {@code g_1} is that of the network itself and not of
 * another random thinning of it; remaining noise (a random activation function) draws from a random stream whose state is restored
 * afterwards. The main network's trajectory is bit-identical with and without the shadow.
 *
 * <p>With batch normalisation in training mode a batch of one is degenerate: the normalised values become 0, and so do the
 * gradients below. There the shadow sees the whole mini-batch, and its loss layers only the first example: see
 * {@link FirstExampleLossLayer}.
 */
public final class FirstExampleGradient {

    private final NetworkAdapter network;
    private final boolean throughWholeBatch;
    private NetworkAdapter shadow;
    private DenseChainGradient byHand;
    private boolean triedByHand;

    /**
     * Checks that the example can be separated; the shadow is made on first use.
     *
     * @throws IllegalStateException if the loss is not a sum over examples, or there is truncated back-propagation through a
     *     recurrent layer in a wrapper, whose state DL4J does not tell
     */
    public FirstExampleGradient(NetworkAdapter network) {
        this.network = network;
        this.throughWholeBatch = Arrays.stream(network.layers())
                .anyMatch(
                        layer -> LayerConfigurations.mixesExamples(layer.conf().getLayer()));
        LossLayerSupport.checkSumOverExamples(network.outputLayers());
        if (network.isTruncatedBptt()) {
            checkNoWrappedRecurrentLayer(network);
        }
    }

    /** Computes the gradient for the mini-batch that the main network has just been through. */
    @SuppressWarnings("try")
    public INDArray compute(SampleScratch scratch) {
        Random random = Nd4j.getRandom();
        long rootState = random.rootState();
        long nodeState = random.nodeState();
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            MiniBatch batch = network.miniBatch();
            ensureByHand();
            if (byHand != null && byHand.takes(batch)) {
                return byHand.compute(batch, scratch.vector(network.params().dataType()));
            }
            ensureShadow();
            if (batch.hasLabelMaskPerExample()) {
                LossLayerSupport.checkMaskable(network.outputLayers());
            }
            if (network.isTruncatedBptt()) {
                shadow.setRecurrentState(throughWholeBatch ? network.recurrentState() : network.recurrentState(0));
            }
            INDArray gradient = scratch.zeros(network.params().dataType());
            shadow.setGradientView(gradient);
            if (throughWholeBatch) {
                FirstExampleLossLayer.computeGradient(shadow, batch);
            } else {
                FirstExampleLossLayer.computeGradient(shadow, batch.first());
            }
            return gradient;
        } finally {
            random.setStates(rootState, nodeState);
        }
    }

    private void ensureByHand() {
        if (!triedByHand || byHand != null && !byHand.isOf(network)) {
            byHand = DenseChainGradient.of(network);
            triedByHand = true;
        }
    }

    private void ensureShadow() {
        // setParams assigns in place; only a new parameter array (a restored or rebuilt network) needs a new shadow
        if (shadow == null || !shadow.sharesParametersWith(network)) {
            shadow = FirstExampleLossLayer.shadowOf(network);
        }
    }

    /**
     * Checks that the state of each recurrent layer is accessible, which truncated back-propagation needs.
     *
     * @throws IllegalStateException if one is in a wrapper, because DL4J does not expose its state
     */
    public static void checkNoWrappedRecurrentLayer(NetworkAdapter network) {
        for (Layer layer : network.layers()) {
            if (layer instanceof BaseWrapperLayer
                    && ((BaseWrapperLayer) layer).getUnderlying() instanceof RecurrentLayer) {
                throw LossLayerSupport.refusal(
                        "under truncated back-propagation DL4J does not expose the state of the wrapped recurrent ",
                        layer);
            }
        }
    }
}
