package org.dl4jfreeze.internal.gradient.wholebatch;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.util.ConvolutionUtils;
import org.dl4jfreeze.internal.dl4j.MiniBatch;
import org.dl4jfreeze.internal.memory.VectorMath;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.convolution.Convolution;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Handles convolutions of images: the gradient of one example is the product of its deltas and the patches of its image, which is
 * computed example by example, squared and summed. Scratch memory: the patches of one image, and one gradient.
 */
final class ConvolutionSumGradSquared extends DeltaSumGradSquared {

    ConvolutionSumGradSquared(Layer layer, LayerwiseShadow pass) {
        super(layer, pass);
    }

    @Override
    void replaceGradient(Layer layer, INDArray delta, INDArray weights, INDArray bias) {
        ConvolutionLayer convolution = (ConvolutionLayer) layer.conf().getLayer();
        INDArray images = layer.input().castTo(delta.dataType());
        if (convolution.getCnn2dDataFormat() == CNN2DFormat.NHWC) {
            images = images.permute(0, 3, 1, 2);
        }
        // DL4J has the channels of the deltas second, whatever the format
        addWeights(convolution, images, delta, weights);
        if (bias != null) {
            // an example may have several images
            INDArray ofImages = delta.sum(2, 3);
            INDArray ofExamples = ofImages.dup('f')
                    .reshape('f', pass.examples(), ofImages.size(0) / pass.examples(), ofImages.size(1))
                    .sum(1);
            ofExamples.muli(ofExamples).sum(bias, 0);
        }
    }

    private void addWeights(ConvolutionLayer convolution, INDArray images, INDArray delta, INDArray weights) {
        int[] kernel = convolution.getKernelSize();
        int[] stride = convolution.getStride();
        int[] dilation = convolution.getDilation();
        long height = delta.size(2);
        long width = delta.size(3);
        boolean same = convolution.getConvolutionMode() == ConvolutionMode.Same;
        int[] padding = same
                ? ConvolutionUtils.getSameModeTopLeftPadding(
                        new int[] {(int) height, (int) width},
                        new int[] {(int) images.size(2), (int) images.size(3)},
                        kernel,
                        stride,
                        dilation)
                : convolution.getPadding();
        long outputs = delta.size(1);
        long ofOutput = images.size(1) * kernel[0] * kernel[1];
        INDArray flat = weights.reshape('c', new long[] {weights.length()});
        flat.assign(0);
        INDArray flatGradient = pass.work(flat.dataType(), flat.length());
        INDArray gradient = flatGradient.reshape('f', ofOutput, outputs);
        INDArray patches = Nd4j.createUninitialized(
                flat.dataType(), new long[] {1, height, width, images.size(1), kernel[0], kernel[1]});
        INDArray patchesAsDl4jHasThem = patches.permute(0, 3, 4, 5, 1, 2);
        INDArray rows = patches.reshape('c', height * width, ofOutput);
        for (long example = 0; example < pass.examples(); example++) {
            boolean first = true;
            for (long row = example; row < images.size(0); row += pass.examples()) {
                INDArray image = MiniBatch.rowOf(images, row);
                Convolution.im2col(
                        image,
                        kernel[0],
                        kernel[1],
                        stride[0],
                        stride[1],
                        padding[0],
                        padding[1],
                        dilation[0],
                        dilation[1],
                        same,
                        patchesAsDl4jHasThem);
                INDArray ofImage = MiniBatch.rowOf(delta, row).reshape('c', outputs, height * width);
                Nd4j.gemm(rows, ofImage, gradient, true, true, 1, first ? 0 : 1);
                first = false;
            }
            VectorMath.addSquares(flat, flatGradient);
        }
    }
}
