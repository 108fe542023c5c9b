package org.dl4jfreeze.internal.gradient.firstexample;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jfreeze.internal.dl4j.MiniBatch;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.ShadowWrapper;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Configures a {@link FirstExampleLossLayer} around the layer that computes the loss. */
public final class FirstExampleLoss extends ShadowWrapper {

    private static final long serialVersionUID = 1L;

    private FirstExampleLoss(org.deeplearning4j.nn.conf.layers.Layer loss) {
        super(loss);
    }

    /** Makes a shadow of a network that computes the loss of the first example only, see {@link #computeGradient}. */
    public static NetworkAdapter shadowOf(NetworkAdapter network) {
        return network.newShadow(hidden -> {}, FirstExampleLoss::wrap);
    }

    /**
     * Computes the gradient of the first example's loss in such a shadow.
     *
     * @param batch the mini-batch, or its first example as a mini-batch of one
     */
    public static void computeGradient(NetworkAdapter shadow, MiniBatch batch) {
        for (Layer output : shadow.outputLayers()) {
            FirstExampleLossLayer.setExamples(output, batch.examples());
        }
        shadow.computeGradient(batch);
    }

    /** Wraps the loss layer of a configuration in place. */
    private static void wrap(NeuralNetConfiguration configuration) {
        configuration.setLayer(new FirstExampleLoss(configuration.getLayer()));
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        return FirstExampleLossLayer.around(
                instantiateWrapped(configuration, listeners, index, parameters, initialize, type));
    }
}
