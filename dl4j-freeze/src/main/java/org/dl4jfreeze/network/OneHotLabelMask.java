package org.dl4jfreeze.network;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

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
                        + " batch normalisation whose loss is " + FirstExampleGradient.describe(output)
                        + "; use GradientSampler.miniBatch(), which needs no single examples");
            }
        }
    }

    static MiniBatch apply(MiniBatch batch, Layer[] outputs) {
        INDArray[] given = batch.labelMasks();
        INDArray[] masks = new INDArray[outputs.length];
        for (int i = 0; i < masks.length; i++) {
            INDArray all = given == null || given[i] == null ? ones(batch.labels()[i], outputs[i]) : given[i].dup();
            if (all.size(0) > 1) {
                all.get(NDArrayIndex.interval(1, all.size(0))).assign(0);
            }
            masks[i] = all;
        }
        return batch.withLabelMasks(masks);
    }

    private static INDArray ones(INDArray labels, Layer output) {
        long examples = labels.size(0);
        if (labels.rank() == 3) {
            // sequences [examples, outputs, steps]
            return Nd4j.ones(labels.dataType(), examples, labels.size(2));
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
