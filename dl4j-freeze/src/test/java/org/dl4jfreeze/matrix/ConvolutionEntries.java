package org.dl4jfreeze.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.CapsuleStrengthLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Convolutions in one, two and three dimensions, and what goes with them. Not {@code LocalResponseNormalization}: its
 * backward pass fails in DL4J 1.0.0-M2.1 ("Cannot perform operation addi on empty array").
 */
final class ConvolutionEntries {

    private static final InputType IMAGE = InputType.convolutional(6, 6, 2);
    private static final InputType VOLUME = InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 4, 4, 4, 2);
    private static final Entry.Batches IMAGES = Data.of(Data.gaussian(2, 6, 6), Data.oneHot(3));
    private static final Entry.Batches VOLUMES = Data.of(Data.gaussian(2, 4, 4, 4), Data.oneHot(3));

    private ConvolutionEntries() {}

    private interface LayerFactory {
        Layer create();
    }

    static List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        image(all, "convolution", () -> new ConvolutionLayer.Builder(2, 2)
                .nOut(2)
                .build());
        image(all, "transposed convolution", () -> new Deconvolution2D.Builder(2, 2)
                .nOut(2)
                .build());
        image(all, "separable convolution", () -> new SeparableConvolution2D.Builder(2, 2)
                .nOut(2)
                .depthMultiplier(2)
                .build());
        image(all, "depthwise convolution", () -> new DepthwiseConvolution2D.Builder(2, 2)
                .depthMultiplier(2)
                .build());
        image(all, "locally connected", () -> new LocallyConnected2D.Builder()
                .kernelSize(3, 3)
                .stride(2, 2)
                .nOut(2)
                .build());
        image(all, "subsampling", () -> new SubsamplingLayer.Builder(PoolingType.MAX, new int[] {2, 2}).build());
        image(all, "upsampling", () -> new Upsampling2D.Builder(2).build());
        image(all, "zero padding", () -> new ZeroPaddingLayer.Builder(1, 1).build());
        image(all, "cropping", () -> new Cropping2D.Builder(1, 1).build());
        image(all, "space to depth", () -> new SpaceToDepthLayer.Builder<>(2, CNN2DFormat.NCHW).build());
        image(all, "batch norm of images", BatchNormalization::new);
        image(all, "global pooling of images", () -> new GlobalPoolingLayer.Builder(PoolingType.AVG).build());
        sequence(all, "convolution of sequences", () -> new Convolution1DLayer.Builder(3)
                .nOut(4)
                .convolutionMode(ConvolutionMode.Same)
                .build());
        sequence(all, "causal convolution", () -> new Convolution1DLayer.Builder(3)
                .nOut(4)
                .convolutionMode(ConvolutionMode.Causal)
                .build());
        volume(all, "convolution in 3D", () -> new Convolution3D.Builder(2, 2, 2)
                .nOut(2)
                .build());
        volume(all, "transposed convolution in 3D", () -> new Deconvolution3D.Builder()
                .kernelSize(2, 2, 2)
                .stride(1, 1, 1)
                .dataFormat(Convolution3D.DataFormat.NCDHW)
                .nOut(2)
                .build());
        all.add(Entry.of(
                "locally connected in 1D",
                Nets.of(InputType.recurrent(3, 6), () -> new Layer[] {
                    new LocallyConnected1D.Builder()
                            .kernelSize(2)
                            .stride(1)
                            .nOut(3)
                            .build(),
                    new GlobalPoolingLayer(),
                    Nets.classes()
                }),
                Data.of(Data.gaussian(3, 6), Data.oneHot(3))));
        all.add(Entry.of(
                "images with channels last",
                Nets.of(InputType.convolutional(6, 6, 2, CNN2DFormat.NHWC), () -> new Layer[] {
                    new ConvolutionLayer.Builder(2, 2)
                            .nOut(2)
                            .dataFormat(CNN2DFormat.NHWC)
                            .build(),
                    new BatchNormalization(),
                    Nets.classes()
                }),
                Data.of(Data.permuted(Data.gaussian(2, 6, 6), 0, 2, 3, 1), Data.oneHot(3))));
        all.add(Entry.of(
                "capsules",
                Nets.of(IMAGE, () -> new Layer[] {
                    new PrimaryCapsules.Builder(2, 2)
                            .kernelSize(3, 3)
                            .stride(2, 2)
                            .build(),
                    new CapsuleLayer.Builder(3, 2, 2).build(),
                    new CapsuleStrengthLayer.Builder().build(),
                    Nets.squaredError()
                }),
                IMAGES));
        addLosses(all);
        return all;
    }

    private static void addLosses(List<Entry> all) {
        Data.Arrays maps = Data.gaussian(2, 6, 6);
        Data.Arrays images = Data.gaussian(2, 6, 6);
        Data.Arrays ofPixels = Data.indices(2, 1, 6, 6);
        all.add(Entry.of("loss per pixel", maps(false), Data.of(images, maps)));
        all.add(Entry.of("loss per pixel, masked pixels", maps(false), Data.of(images, maps, null, ofPixels)));
        all.add(Entry.of("loss per pixel after batch norm", maps(true), Data.of(images, maps, null, ofPixels)));
        all.add(Entry.of(
                "loss per voxel",
                Nets.of(VOLUME, () -> new Layer[] {
                    new Convolution3D.Builder(3, 3, 3)
                            .nOut(2)
                            .convolutionMode(ConvolutionMode.Same)
                            .build(),
                    new Cnn3DLossLayer.Builder(Convolution3D.DataFormat.NCDHW)
                            .lossFunction(LossFunction.MSE)
                            .activation(Activation.IDENTITY)
                            .build()
                }),
                Data.of(Data.gaussian(2, 4, 4, 4), Data.gaussian(2, 4, 4, 4))));
        all.add(Entry.of("YOLO", yolo(false), Data.of(Data.gaussian(2, 3, 3), ConvolutionEntries::boxes)));
        all.add(Entry.of(
                "YOLO after batch norm", yolo(true), Data.of(Data.gaussian(2, 3, 3), ConvolutionEntries::boxes)));
    }

    private static Entry.Networks maps(boolean normalised) {
        return Nets.of(IMAGE, () -> {
            Layer convolution = same(2, 3);
            Layer loss = new CnnLossLayer.Builder(LossFunction.MSE)
                    .activation(Activation.IDENTITY)
                    .build();
            return normalised
                    ? new Layer[] {convolution, new BatchNormalization(), same(2, 1), loss}
                    : new Layer[] {convolution, loss};
        });
    }

    private static Entry.Networks yolo(boolean normalised) {
        return Nets.of(InputType.convolutional(3, 3, 2), () -> {
            INDArray priors = Nd4j.createFromArray(new double[][] {{1, 1}, {1.5, 0.7}});
            Layer loss =
                    new Yolo2OutputLayer.Builder().boundingBoxPriors(priors).build();
            // 2 boxes of 5 + 2 classes numbers
            return normalised
                    ? new Layer[] {same(3, 3), new BatchNormalization(), same(14, 1), loss}
                    : new Layer[] {same(14, 3), loss};
        });
    }

    /** One object per image in a cell that goes by the example's number. */
    private static INDArray boxes(DataType type, Random random) {
        INDArray labels = Nd4j.zeros(type, Entry.EXAMPLES, 6, 3, 3);
        for (int example = 0; example < Entry.EXAMPLES; example++) {
            int row = example % 3;
            int column = (example + 1) % 3;
            double[] values = {column + 0.1, row + 0.2, column + 0.8, row + 0.7};
            for (int i = 0; i < 4; i++) {
                labels.putScalar(new int[] {example, i, row, column}, values[i]);
            }
            labels.putScalar(new int[] {example, 4 + random.nextInt(2), row, column}, 1);
        }
        return labels;
    }

    private static Layer same(int channels, int kernel) {
        return new ConvolutionLayer.Builder(kernel, kernel)
                .nOut(channels)
                .convolutionMode(ConvolutionMode.Same)
                .build();
    }

    private static void image(List<Entry> all, String name, LayerFactory layer) {
        all.add(Entry.of(name, Nets.of(IMAGE, () -> new Layer[] {same(2, 2), layer.create(), Nets.classes()}), IMAGES));
    }

    private static void volume(List<Entry> all, String name, LayerFactory layer) {
        all.add(Entry.of(
                name,
                Nets.of(VOLUME, () -> new Layer[] {layer.create(), new GlobalPoolingLayer(), Nets.classes()}),
                VOLUMES));
    }

    private static void sequence(List<Entry> all, String name, LayerFactory layer) {
        all.add(Entry.of(
                name,
                Nets.of(InputType.recurrent(3), () ->
                        new Layer[] {layer.create(), new GlobalPoolingLayer(), Nets.classes()}),
                Data.of(Data.gaussian(3, 6), Data.oneHot(3), Data.mask(6), null)));
    }
}
