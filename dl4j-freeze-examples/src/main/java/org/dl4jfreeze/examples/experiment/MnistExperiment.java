package org.dl4jfreeze.examples.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.examples.data.Mnist;
import org.dl4jfreeze.examples.data.TrainTest;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** MNIST: digits from 28 x 28 pixels, all 70,000 images. A network 784-10-10 with ReLU: 7960 parameters. */
public final class MnistExperiment implements Experiment {

    private static final int PIXELS = Mnist.SIDE * Mnist.SIDE;
    private static final int HIDDEN = 10;

    @Override
    public String name() {
        return "mnist";
    }

    @Override
    public String title() {
        return "MNIST";
    }

    @Override
    public String description() {
        return "MNIST, classification, network 784-10-10 (7960 parameters); the paper's figures 1 and 2.";
    }

    @Override
    public String task() {
        return "classification";
    }

    @Override
    public String structure() {
        return PIXELS + "-" + HIDDEN + "-" + Mnist.CLASSES;
    }

    @Override
    public String lossName() {
        return "cross-entropy, nats";
    }

    @Override
    public String lossFigure() {
        return "figure1-loss";
    }

    @Override
    public String maskFigure() {
        return "figure2-mask";
    }

    @Override
    public List<Preset> presets() {
        Settings late = Settings.of(25, 8, 3000, 4000, 1e-3, 128, Mnist.TRAIN_EXAMPLES);
        Settings early = late.withFreezing(1000, Settings.GIVEN, 2000);
        return List.of(Preset.late(late), Preset.early("t0 after two passes over the images", early));
    }

    @Override
    public List<PaperClaim> claims() {
        return List.of(
                new PaperClaim(PaperClaim.Kind.SAME, "Both orders give about the same loss."), PaperClaim.STABLE);
    }

    @Override
    public ParameterRange zoom() {
        int firstWeights = PIXELS * HIDDEN;
        return new ParameterRange(
                "biases and output layer",
                firstWeights,
                firstWeights + HIDDEN + HIDDEN * Mnist.CLASSES + Mnist.CLASSES);
    }

    @Override
    public OptionalInt imageSide() {
        return OptionalInt.of(Mnist.SIDE);
    }

    @Override
    public TrainTest load(Optional<Path> folder, Optional<Integer> examples, long seed) {
        return Mnist.read(folder, examples.orElse(Mnist.TRAIN_EXAMPLES));
    }

    @Override
    public MultiLayerNetwork network(double learningRate, long seed) {
        return Networks.oneHiddenLayer(
                PIXELS, HIDDEN, Mnist.CLASSES, Activation.SOFTMAX, LossFunction.MCXENT, learningRate, seed);
    }
}
