package org.dl4jfreeze.examples.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.examples.data.Synthetic;
import org.dl4jfreeze.examples.data.TrainTest;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Synthetic 1: the regression set with a network 200-20-1 with ReLU: 4041 parameters. */
public final class Synthetic1Experiment implements Experiment {

    private static final int HIDDEN = 20;

    /** Creates the experiment. */
    public Synthetic1Experiment() {}

    @Override
    public String name() {
        return "synthetic1";
    }

    @Override
    public String title() {
        return "Synthetic 1";
    }

    @Override
    public String description() {
        return "Synthetic 1, regression, network 200-20-1 (4041 parameters); the paper's figures 5 and 6.";
    }

    @Override
    public String task() {
        return "regression";
    }

    @Override
    public String structure() {
        return Synthetic.FEATURES + "-" + HIDDEN + "-1";
    }

    @Override
    public String lossName() {
        return "mean squared error";
    }

    @Override
    public String lossFigure() {
        return "figure5-loss";
    }

    @Override
    public String maskFigure() {
        return "figure6-mask";
    }

    @Override
    public List<Preset> presets() {
        return List.of(
                new Preset(
                        "late",
                        Preset.LATE,
                        Settings.builder()
                                .runs(25)
                                .seed(8)
                                .freezeAt(4000)
                                .iterations(5000)
                                .learningRate(1e-3)
                                .batchSize(32)
                                .examples(Synthetic.TRAIN_EXAMPLES)
                                .build()),
                new Preset(
                        "early",
                        "t0 long before the end of training: most of what can be learned is still to be learned",
                        Settings.builder()
                                .runs(25)
                                .seed(8)
                                .freezeAt(1000)
                                .iterations(2500)
                                .learningRate(3e-4)
                                .batchSize(32)
                                .examples(Synthetic.TRAIN_EXAMPLES)
                                .build()));
    }

    @Override
    public List<PaperClaim> claims() {
        return List.of(
                new PaperClaim(
                        PaperClaim.Kind.PROPOSED_BETTER, "The proposed order gives a lower loss than the random one."),
                new PaperClaim(PaperClaim.Kind.STABLE, "The proposed order is stable from run to run."));
    }

    @Override
    public ParameterRange zoom() {
        int firstWeights = Synthetic.FEATURES * HIDDEN;
        return new ParameterRange("biases and output layer", firstWeights, firstWeights + 2 * HIDDEN + 1);
    }

    @Override
    public TrainTest load(Optional<Path> file, Optional<Integer> examples, long seed) {
        return Synthetic.regression(file, examples, seed);
    }

    @Override
    public MultiLayerNetwork network(double learningRate, long seed) {
        return Networks.oneHiddenLayer(
                Synthetic.FEATURES, HIDDEN, 1, Activation.IDENTITY, LossFunction.MSE, learningRate, seed);
    }
}
