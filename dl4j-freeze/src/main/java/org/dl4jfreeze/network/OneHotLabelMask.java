package org.dl4jfreeze.network;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Label masks under which only the first example of a mini-batch has a loss. */
final class OneHotLabelMask {

    /** The layers whose loss gradient is zero wherever the mask is: not so, for one, the centre loss. */
    private static final List<Class<?>> MASKABLE =
            List.of(OutputLayer.class, LossLayer.class, RnnOutputLayer.class, RnnLossLayer.class, CnnLossLayer.class);

    private OneHotLabelMask() {}

    static void checkMaskable(Layer[] outputs) {
        for (Layer output : outputs) {
            if (!MASKABLE.contains(output.conf().getLayer().getClass())) {
                throw new IllegalStateException("The gradient of a single example can't be separated in a network with"
                        + " batch normalisation, or with a label mask per example, whose loss is "
                        + FirstExampleGradient.describe(output)
                        + "; use GradientSampler.miniBatch(), which needs no single examples");
            }
        }
    }

    static MiniBatch apply(MiniBatch batch, Layer[] outputs) {
        INDArray[] masks = new INDArray[outputs.length];
        for (int i = 0; i < masks.length; i++) {
            INDArray labels = batch.labels()[i];
            INDArray given = batch.labelMasks()[i];
            masks[i] = MiniBatch.onlyFirst(given == null ? ones(labels, outputs[i]) : given, labels.size(0));
        }
        return batch.withLabelMasks(masks);
    }

    /** Whether sequences are [examples, steps, outputs] and not [examples, outputs, steps]. */
    private static boolean isStepsFirst(Layer output) {
        Object configuration = output.conf().getLayer();
        return configuration instanceof RnnOutputLayer
                && ((RnnOutputLayer) configuration).getRnnDataFormat() == RNNFormat.NWC;
    }

    private static INDArray ones(INDArray labels, Layer output) {
        long examples = labels.size(0);
        if (labels.rank() == 3) {
            return Nd4j.ones(labels.dataType(), examples, labels.size(isStepsFirst(output) ? 1 : 2));
        }
        if (labels.rank() == 4) {
            // images; DL4J flattens a mask of [examples, height, width] in the right order for both formats
            boolean channelsFirst = ((CnnLossLayer) output.conf().getLayer()).getFormat() == CNN2DFormat.NCHW;
            return Nd4j.ones(
                    labels.dataType(),
                    examples,
                    labels.size(channelsFirst ? 2 : 1),
                    labels.size(channelsFirst ? 3 : 2));
        }
        return Nd4j.ones(labels.dataType(), examples, 1);
    }
}
