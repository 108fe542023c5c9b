package org.dl4jfreeze.internal.gradient;

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

/** What single examples' gradients ask of the layers that compute the loss. */
public final class LossLayerSupport {

    /** Where mask 0 makes the parameters' gradients zero. */
    private static final List<Class<?>> MASKABLE = List.of(
            OutputLayer.class,
            LossLayer.class,
            RnnOutputLayer.class,
            RnnLossLayer.class,
            CnnLossLayer.class,
            Cnn3DLossLayer.class,
            CenterLossOutputLayer.class,
            // looks at no mask, and has no parameters
            Yolo2OutputLayer.class);

    private LossLayerSupport() {}

    /**
     * The loss must be a sum over examples: not that of {@code OCNNOutputLayer}, which averages, holds a penalty, and writes
     * parameters in its backward pass, and not the F measure of a mini-batch.
     *
     * @throws IllegalStateException if it isn't
     */
    public static void checkSumOverExamples(Layer[] outputs) {
        for (Layer output : outputs) {
            Object configuration = output.conf().getLayer();
            if (configuration instanceof OCNNOutputLayer || lossOf(configuration) instanceof LossFMeasure) {
                throw refusal("of a loss that is no sum over examples, in ", output);
            }
        }
    }

    /**
     * A label mask of one number per example asks for a layer that is known to obey masks.
     *
     * @throws IllegalStateException if one is not
     */
    public static void checkMaskable(Layer[] outputs) {
        for (Layer output : outputs) {
            if (!MASKABLE.contains(output.conf().getLayer().getClass())) {
                throw refusal("under a label mask of one number per example by ", output);
            }
        }
    }

    private static ILossFunction lossOf(Object configuration) {
        if (configuration instanceof BaseOutputLayer) {
            return ((BaseOutputLayer) configuration).getLossFn();
        }
        return configuration instanceof LossLayer ? ((LossLayer) configuration).getLossFn() : null;
    }

    /** Why there is no gradient of a single example, and what to do. */
    public static IllegalStateException refusal(String why, Layer layer) {
        return refusal("The gradient of a single example can't be had " + why, layer, "");
    }

    /** Why there are no gradients of all examples at once where there may be one of the first. */
    public static IllegalStateException refusalOfAll(String why, Layer layer) {
        return refusal(
                "The squared gradients of all single examples can't be had " + why,
                layer,
                "GradientSampler.firstExample(), or ");
    }

    private static IllegalStateException refusal(String problem, Layer layer, String wayOut) {
        return new IllegalStateException(
                problem + "layer \"" + layer.conf().getLayer().getLayerName() + "\" ("
                        + layer.conf().getLayer().getClass().getSimpleName() + "); use " + wayOut
                        + "GradientSampler.miniBatch(), which needs no single examples");
    }
}
