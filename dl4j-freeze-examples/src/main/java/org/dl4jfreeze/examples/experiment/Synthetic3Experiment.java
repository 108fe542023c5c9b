package org.dl4jfreeze.examples.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.examples.data.Synthetic;
import org.dl4jfreeze.examples.data.TrainTest;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Synthetic 3: the regression set with a linear model without bias: 200 parameters. */
public final class Synthetic3Experiment implements Experiment {

    /** Creates the experiment. */
    public Synthetic3Experiment() {}

    @Override
    public String name() {
        return "synthetic3";
    }

    @Override
    public String title() {
        return "Synthetic 3";
    }

    @Override
    public String description() {
        return "Synthetic 3, regression, linear model (200 parameters); the paper's figures 7 and 8.";
    }

    @Override
    public String task() {
        return "regression";
    }

    @Override
    public String structure() {
        return Synthetic.FEATURES + "-1";
    }

    @Override
    public String lossName() {
        return "mean squared error";
    }

    @Override
    public String lossFigure() {
        return "figure7-loss";
    }

    @Override
    public String maskFigure() {
        return "figure8-mask";
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
                                .freezeAt(5000)
                                .iterations(6500)
                                .learningRate(1e-3)
                                .batchSize(100)
                                .examples(Synthetic.TRAIN_EXAMPLES)
                                .build()),
                new Preset(
                        "early",
                        "t0 while some weights are still far from converged",
                        Settings.builder()
                                .runs(25)
                                .seed(8)
                                .freezeAt(5000)
                                .iterations(8000)
                                .learningRate(4e-4)
                                .batchSize(100)
                                .examples(Synthetic.TRAIN_EXAMPLES)
                                .build()));
    }

    @Override
    public List<PaperClaim> claims() {
        return List.of(
                new PaperClaim(
                        PaperClaim.Kind.PROPOSED_MUCH_BETTER,
                        "The proposed order gives a much lower loss than the random one."),
                new PaperClaim(
                        PaperClaim.Kind.SMALLER_SPREAD,
                        "Under the proposed order the loss differs less from run to run."),
                new PaperClaim(PaperClaim.Kind.STABLE, "The proposed order is stable from run to run."));
    }

    @Override
    public ParameterRange zoom() {
        return new ParameterRange("the first 40 parameters", 0, 40);
    }

    @Override
    public TrainTest load(Optional<Path> file, Optional<Integer> examples, long seed) {
        return Synthetic.regression(file, examples, seed);
    }

    @Override
    public MultiLayerNetwork network(double learningRate, long seed) {
        return Networks.linear(Synthetic.FEATURES, Activation.IDENTITY, LossFunction.MSE, learningRate, seed);
    }
}
