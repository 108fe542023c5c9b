package org.dl4jfreeze.network;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Configuration of {@link FirstExampleLossLayer}, around the configuration of the layer that computes the loss. Lives in
 * shadow networks only, so it is never written as JSON.
 */
final class FirstExampleLoss extends BaseWrapperLayer {

    private static final long serialVersionUID = 1L;

    private FirstExampleLoss(org.deeplearning4j.nn.conf.layers.Layer loss) {
        super(loss);
        setLayerName(loss.getLayerName());
    }

    /** Wraps the loss layer of a configuration in place. */
    static void wrap(NeuralNetConfiguration configuration) {
        configuration.setLayer(new FirstExampleLoss(configuration.getLayer()));
    }

    @Override
    public ParamInitializer initializer() {
        return new Initializer();
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        NeuralNetConfiguration inner = configuration.clone();
        inner.setLayer(underlying);
        return new FirstExampleLossLayer(underlying.instantiate(inner, listeners, index, parameters, initialize, type));
    }

    /**
     * Counts parameters as the loss layer does when it is not wrapped: DL4J's initialiser for wrappers asks for the number
     * by layer, and the centre loss gives the right one by configuration only.
     */
    private static final class Initializer implements ParamInitializer {

        private static ParamInitializer of(org.deeplearning4j.nn.conf.layers.Layer wrapper) {
            return lossOf(wrapper).initializer();
        }

        private static org.deeplearning4j.nn.conf.layers.Layer lossOf(org.deeplearning4j.nn.conf.layers.Layer wrapper) {
            return ((FirstExampleLoss) wrapper).getUnderlying();
        }

        /** The configuration with the loss layer in it. */
        private static NeuralNetConfiguration inner(NeuralNetConfiguration configuration) {
            NeuralNetConfiguration inner = configuration.clone();
            inner.setLayer(lossOf(configuration.getLayer()));
            return inner;
        }

        @Override
        public long numParams(NeuralNetConfiguration configuration) {
            return of(configuration.getLayer()).numParams(inner(configuration));
        }

        @Override
        public long numParams(org.deeplearning4j.nn.conf.layers.Layer wrapper) {
            return of(wrapper).numParams(lossOf(wrapper));
        }

        @Override
        public List<String> paramKeys(org.deeplearning4j.nn.conf.layers.Layer wrapper) {
            return of(wrapper).paramKeys(lossOf(wrapper));
        }

        @Override
        public List<String> weightKeys(org.deeplearning4j.nn.conf.layers.Layer wrapper) {
            return of(wrapper).weightKeys(lossOf(wrapper));
        }

        @Override
        public List<String> biasKeys(org.deeplearning4j.nn.conf.layers.Layer wrapper) {
            return of(wrapper).biasKeys(lossOf(wrapper));
        }

        @Override
        public boolean isWeightParam(org.deeplearning4j.nn.conf.layers.Layer wrapper, String key) {
            return of(wrapper).isWeightParam(lossOf(wrapper), key);
        }

        @Override
        public boolean isBiasParam(org.deeplearning4j.nn.conf.layers.Layer wrapper, String key) {
            return of(wrapper).isBiasParam(lossOf(wrapper), key);
        }

        @Override
        public Map<String, INDArray> init(NeuralNetConfiguration configuration, INDArray view, boolean initialize) {
            return of(configuration.getLayer()).init(inner(configuration), view, initialize);
        }

        @Override
        public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration configuration, INDArray view) {
            return of(configuration.getLayer()).getGradientsFromFlattened(inner(configuration), view);
        }
    }
}
