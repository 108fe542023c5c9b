package org.dl4jfreeze.internal.gradient.wholebatch;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jfreeze.internal.dl4j.ShadowWrapper;
import org.dl4jfreeze.internal.gradient.firstexample.FirstExampleLossLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Configures a {@link SquaringLayer} around a layer with parameters. */
final class SquaringLayerConf extends ShadowWrapper {

    private static final long serialVersionUID = 1L;

    private final transient LayerwiseShadow pass;

    private SquaringLayerConf(org.deeplearning4j.nn.conf.layers.Layer layer, LayerwiseShadow pass) {
        super(layer);
        this.pass = pass;
    }

    /** Wraps a layer in place, if it has parameters that train; frozen layers stay, because DL4J recognises them by class. */
    static void wrap(NeuralNetConfiguration configuration, LayerwiseShadow pass) {
        org.deeplearning4j.nn.conf.layers.Layer layer = configuration.getLayer();
        boolean isFrozen = layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop;
        if (!isFrozen && layer.initializer() != null && layer.initializer().numParams(configuration) > 0) {
            configuration.setLayer(new SquaringLayerConf(layer, pass));
        }
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        Layer layer = instantiateWrapped(configuration, listeners, index, parameters, initialize, type);
        SumGradSquared squares;
        if (SumGradSquared.isKnown(layer)) {
            squares = SumGradSquared.of(layer, pass);
        } else {
            Layer single = instantiateWrapped(configuration, listeners, index, parameters, false, type);
            squares = new PerExampleSumGradSquared(
                    single instanceof IOutputLayer ? FirstExampleLossLayer.around(single) : single, pass);
        }
        return SquaringLayer.around(layer, squares);
    }
}
