package org.dl4jfreeze.internal.dl4j;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;

/** Checks whether the layers that compute the loss support per-example gradients. */
public final class LossLayerSupport {

    /** Layers in which mask 0 makes the parameters' gradients zero. */
    private static final List<Class<?>> MASKABLE = List.of(
            OutputLayer.class,
            LossLayer.class,
            RnnOutputLayer.class,
            RnnLossLayer.class,
            CnnLossLayer.class,
            Cnn3DLossLayer.class,
            CenterLossOutputLayer.class,
            // ignores masks, and has no parameters
            Yolo2OutputLayer.class);

    private static final String MINI_BATCH = "GradientSampler.miniBatch(), which needs no per-example gradients";

    private LossLayerSupport() {}

    /**
     * Checks that the loss is a sum over examples: {@code OCNNOutputLayer} averages, adds a penalty, and writes parameters in its
     * backward pass, and the F measure is one of a whole mini-batch.
     *
     * @throws IllegalStateException if it is not
     */
    public static void checkSumOverExamples(Layer[] outputs) {
        for (Layer output : outputs) {
            Object configuration = output.conf().getLayer();
            if (configuration instanceof OCNNOutputLayer || lossOf(configuration) instanceof LossFMeasure) {
                throw refusal("the loss is not a sum over examples in ", output);
            }
        }
    }

    /**
     * Checks that all loss layers are known to obey a label mask of one number per example.
     *
     * @throws IllegalStateException if one is not
     */
    public static void checkMaskable(Layer[] outputs) {
        for (Layer output : outputs) {
            if (!MASKABLE.contains(output.conf().getLayer().getClass())) {
                throw refusal("a label mask of one number per example is not supported by ", output);
            }
        }
    }

    private static ILossFunction lossOf(Object configuration) {
        if (configuration instanceof BaseOutputLayer) {
            return ((BaseOutputLayer) configuration).getLossFn();
        }
        return configuration instanceof LossLayer ? ((LossLayer) configuration).getLossFn() : null;
    }

    /** Creates the error that there is no gradient of a single example: why, and what to do. */
    public static IllegalStateException refusal(String why, Layer layer) {
        return refusal(
                "Cannot compute the gradient of a single example: " + why,
                layer.conf().getLayer(),
                "");
    }

    /** Creates the error that there is no gradient of a single example, for a reason that is not in one layer. */
    static IllegalStateException refusal(String why, Exception cause) {
        return new IllegalStateException(
                "Cannot compute the gradient of a single example: " + why + "; use " + MINI_BATCH, cause);
    }

    /** Creates the error that there are no gradients of all examples, although there may be one of the first. */
    public static IllegalStateException refusalOfAll(String why, org.deeplearning4j.nn.conf.layers.Layer layer) {
        return refusal(
                "Cannot compute per-example squared gradients: " + why, layer, "GradientSampler.firstExample(), or ");
    }

    private static IllegalStateException refusal(
            String problem, org.deeplearning4j.nn.conf.layers.Layer layer, String wayOut) {
        return new IllegalStateException(problem + "layer \"" + layer.getLayerName() + "\" ("
                + layer.getClass().getSimpleName() + "); use " + wayOut + MINI_BATCH);
    }
}
