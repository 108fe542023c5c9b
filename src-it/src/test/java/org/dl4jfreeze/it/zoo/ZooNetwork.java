package org.dl4jfreeze.it.zoo;

import java.util.function.BiFunction;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.zoo.InstantiableModel;
import org.deeplearning4j.zoo.model.AlexNet;
import org.deeplearning4j.zoo.model.Darknet19;
import org.deeplearning4j.zoo.model.FaceNetNN4Small2;
import org.deeplearning4j.zoo.model.InceptionResNetV1;
import org.deeplearning4j.zoo.model.LeNet;
import org.deeplearning4j.zoo.model.ResNet50;
import org.deeplearning4j.zoo.model.SqueezeNet;
import org.deeplearning4j.zoo.model.TextGenerationLSTM;
import org.deeplearning4j.zoo.model.TinyYOLO;
import org.deeplearning4j.zoo.model.UNet;
import org.deeplearning4j.zoo.model.VGG16;
import org.deeplearning4j.zoo.model.VGG19;
import org.deeplearning4j.zoo.model.Xception;
import org.deeplearning4j.zoo.model.YOLO2;
import org.dl4jfreeze.GradientSampler;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * DL4J's model zoo, as far as it can be trained: architectures as they are, at the smallest inputs that they take.
 *
 * <p>Sampled by first examples, except where these would cost a pass of the whole mini-batch (batch normalisation) through many
 * millions of parameters.
 */
public enum ZooNetwork {
    ALEX_NET(
            "AlexNet",
            Task.CLASSES,
            2,
            GradientSampler.firstExample(),
            (input, updater) -> AlexNet.builder()
                    .numClasses(ZooData.CLASSES)
                    .inputShape(input)
                    .updater(updater)
                    .build(),
            3,
            64,
            64),
    DARKNET_19(
            "Darknet19",
            Task.CLASSES,
            2,
            GradientSampler.miniBatch(),
            (input, updater) -> Darknet19.builder()
                    .numClasses(ZooData.CLASSES)
                    .inputShape(input)
                    .updater(updater)
                    .build(),
            3,
            64,
            64),
    FACE_NET_NN4_SMALL2(
            "FaceNetNN4Small2",
            Task.CLASSES,
            4,
            GradientSampler.firstExample(),
            (input, updater) -> FaceNetNN4Small2.builder()
                    .numClasses(ZooData.CLASSES)
                    .inputShape(input)
                    .updater(updater)
                    .build(),
            3,
            64,
            64),
    INCEPTION_RES_NET_V1(
            "InceptionResNetV1",
            Task.CLASSES,
            2,
            GradientSampler.miniBatch(),
            (input, updater) -> InceptionResNetV1.builder()
                    .numClasses(ZooData.CLASSES)
                    .inputShape(input)
                    .updater(updater)
                    .build(),
            3,
            96,
            96),
    LE_NET(
            "LeNet",
            Task.CLASSES,
            4,
            GradientSampler.firstExample(),
            (input, updater) -> LeNet.builder()
                    .numClasses(ZooData.CLASSES)
                    .inputShape(input)
                    .updater(updater)
                    .build(),
            1,
            28,
            28),
    RES_NET_50(
            "ResNet50",
            Task.CLASSES,
            2,
            GradientSampler.miniBatch(),
            (input, updater) -> ResNet50.builder()
                    .numClasses(ZooData.CLASSES)
                    .inputShape(input)
                    .updater(updater)
                    .build(),
            3,
            96,
            96),
    SQUEEZE_NET(
            "SqueezeNet",
            Task.CLASSES,
            4,
            GradientSampler.firstExample(),
            (input, updater) -> SqueezeNet.builder()
                    .numClasses(ZooData.CLASSES)
                    .inputShape(input)
                    .updater(updater)
                    .build(),
            3,
            64,
            64),
    TEXT_GENERATION_LSTM(
            "TextGenerationLSTM",
            Task.CHARACTERS,
            4,
            GradientSampler.firstExample(),
            (input, updater) -> TextGenerationLSTM.builder()
                    .totalUniqueCharacters(input[0])
                    .inputShape(new int[] {input[1], input[0]})
                    .updater(updater)
                    .build(),
            50,
            20),
    TINY_YOLO(
            "TinyYOLO",
            Task.BOXES,
            2,
            GradientSampler.miniBatch(),
            (input, updater) -> TinyYOLO.builder()
                    .numClasses(ZooData.CLASSES)
                    .inputShape(input)
                    .updater(updater)
                    .build(),
            3,
            64,
            64),
    U_NET(
            "UNet",
            Task.PIXELS,
            2,
            GradientSampler.firstExample(),
            (input, updater) ->
                    UNet.builder().inputShape(input).updater(updater).build(),
            3,
            64,
            64),
    VGG_16(
            "VGG16",
            Task.CLASSES,
            2,
            GradientSampler.firstExample(),
            (input, updater) -> VGG16.builder()
                    .numClasses(ZooData.CLASSES)
                    .inputShape(input)
                    .updater(updater)
                    .build(),
            3,
            32,
            32),
    VGG_19(
            "VGG19",
            Task.CLASSES,
            2,
            GradientSampler.firstExample(),
            (input, updater) -> VGG19.builder()
                    .numClasses(ZooData.CLASSES)
                    .inputShape(input)
                    .updater(updater)
                    .build(),
            3,
            32,
            32),
    XCEPTION(
            "Xception",
            Task.CLASSES,
            2,
            GradientSampler.miniBatch(),
            (input, updater) -> Xception.builder()
                    .numClasses(ZooData.CLASSES)
                    .inputShape(input)
                    .updater(updater)
                    .build(),
            3,
            72,
            72),
    YOLO_2(
            "YOLO2",
            Task.BOXES,
            2,
            GradientSampler.miniBatch(),
            (input, updater) -> YOLO2.builder()
                    .numClasses(ZooData.CLASSES)
                    .inputShape(input)
                    .updater(updater)
                    .build(),
            3,
            64,
            64);

    /** What the network learns, which its labels follow from. */
    enum Task {
        CLASSES,
        CHARACTERS,
        PIXELS,
        BOXES
    }

    private final String title;
    private final Task task;
    private final int batch;
    private final GradientSampler sampler;
    private final BiFunction<int[], IUpdater, InstantiableModel> builder;
    private final int[] input;

    ZooNetwork(
            String title,
            Task task,
            int batch,
            GradientSampler sampler,
            BiFunction<int[], IUpdater, InstantiableModel> builder,
            int... input) {
        this.title = title;
        this.task = task;
        this.batch = batch;
        this.sampler = sampler;
        this.builder = builder;
        this.input = input;
    }

    /** A new network, with the zoo's own seed: the same parameters each time. */
    public Model build(IUpdater updater) {
        return builder.apply(input.clone(), updater).init();
    }

    /** The mini-batch of a number. */
    public MultiDataSet batch(int number) {
        return ZooData.batch(task, batch, input, number);
    }

    /** The sampler that suits it. */
    public GradientSampler sampler() {
        return sampler;
    }

    /** Examples x shape of one. */
    public String input() {
        StringBuilder text = new StringBuilder().append(batch);
        for (int size : input) {
            text.append("x").append(size);
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return title;
    }
}
