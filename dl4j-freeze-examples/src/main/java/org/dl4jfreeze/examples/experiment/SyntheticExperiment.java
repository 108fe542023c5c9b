package org.dl4jfreeze.examples.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.examples.data.Synthetic;
import org.dl4jfreeze.examples.data.TrainTest;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The paper's three experiments on synthetic data: 1 is regression by a network 200-20-1 with ReLU; 2 is classification and 3
 * regression, both by a linear model without bias.
 */
public final class SyntheticExperiment implements Experiment {

    private static final int HIDDEN = 20;
    private static final int FIRST_BIAS = Synthetic.FEATURES * HIDDEN;
    private static final ParameterRange BEHIND_THE_WEIGHTS =
            new ParameterRange("biases and output layer", FIRST_BIAS, FIRST_BIAS + 2 * HIDDEN + 1);
    private static final ParameterRange FIRST_40 = new ParameterRange("the first 40 parameters", 0, 40);

    private final int number;
    private final boolean linear;
    private final boolean classification;
    private final String figures;
    private final List<String> figureNames;
    private final List<Preset> presets;
    private final List<PaperClaim> claims;

    private SyntheticExperiment(
            int number,
            boolean linear,
            boolean classification,
            String figures,
            List<String> figureNames,
            List<Preset> presets,
            List<PaperClaim> claims) {
        this.number = number;
        this.linear = linear;
        this.classification = classification;
        this.figures = figures;
        this.figureNames = figureNames;
        this.presets = presets;
        this.claims = claims;
    }

    /** Returns Synthetic 1: 4041 parameters. */
    public static SyntheticExperiment one() {
        return new SyntheticExperiment(
                1,
                false,
                false,
                "the paper's figures 5 and 6",
                List.of("figure5-loss", "figure6-mask"),
                List.of(
                        Preset.late(settings(4000, 5000, 1e-3, 32)),
                        Preset.early(
                                "t0 long before the end of training: most of what can be learned is still to be learned",
                                settings(1000, 2500, 3e-4, 32))),
                List.of(
                        new PaperClaim(
                                PaperClaim.Kind.PROPOSED_BETTER,
                                "The proposed order gives a lower loss than the random one."),
                        PaperClaim.STABLE));
    }

    /** Returns Synthetic 2: 200 parameters. */
    public static SyntheticExperiment two() {
        return new SyntheticExperiment(
                2,
                true,
                true,
                "the pair of figures that the paper leaves out",
                List.of("synthetic2-loss", "synthetic2-mask"),
                List.of(Preset.late(settings(2000, 3000, 1e-2, 100))),
                List.of());
    }

    /** Returns Synthetic 3: 200 parameters. */
    public static SyntheticExperiment three() {
        return new SyntheticExperiment(
                3,
                true,
                false,
                "the paper's figures 7 and 8",
                List.of("figure7-loss", "figure8-mask"),
                List.of(
                        Preset.late(settings(5000, 6500, 1e-3, 100)),
                        Preset.early(
                                "t0 while some weights are still far from converged", settings(5000, 8000, 4e-4, 100))),
                List.of(
                        new PaperClaim(
                                PaperClaim.Kind.PROPOSED_MUCH_BETTER,
                                "The proposed order gives a much lower loss than the random one."),
                        new PaperClaim(
                                PaperClaim.Kind.SMALLER_SPREAD,
                                "Under the proposed order the loss differs less from run to run."),
                        PaperClaim.STABLE));
    }

    private static Settings settings(int freezeAt, int iterations, double learningRate, int batchSize) {
        return Settings.of(25, 8, freezeAt, iterations, learningRate, batchSize, Synthetic.TRAIN_EXAMPLES);
    }

    @Override
    public String name() {
        return "synthetic" + number;
    }

    @Override
    public String title() {
        return "Synthetic " + number;
    }

    @Override
    public String description() {
        String model = linear ? "linear model (200 parameters)" : "network 200-20-1 (4041 parameters)";
        return title() + ", " + task() + ", " + model + "; " + figures + ".";
    }

    @Override
    public String task() {
        return classification ? "classification" : "regression";
    }

    @Override
    public String structure() {
        return Synthetic.FEATURES + (linear ? "-1" : "-" + HIDDEN + "-1");
    }

    @Override
    public String lossName() {
        return classification ? "cross-entropy, nats" : "mean squared error";
    }

    @Override
    public String lossFigure() {
        return figureNames.get(0);
    }

    @Override
    public String maskFigure() {
        return figureNames.get(1);
    }

    @Override
    public List<Preset> presets() {
        return presets;
    }

    @Override
    public List<PaperClaim> claims() {
        return claims;
    }

    @Override
    public ParameterRange zoom() {
        return linear ? FIRST_40 : BEHIND_THE_WEIGHTS;
    }

    @Override
    public TrainTest load(Optional<Path> file, Optional<Integer> examples, long seed) {
        if (file.isPresent()) {
            throw new IllegalArgumentException("Synthetic data are drawn by --seed and read no file, received "
                    + file.get() + "; leave --data out");
        }
        return classification ? Synthetic.classification(examples, seed) : Synthetic.regression(examples, seed);
    }

    @Override
    public MultiLayerNetwork network(double learningRate, long seed) {
        Activation activation = classification ? Activation.SIGMOID : Activation.IDENTITY;
        LossFunction loss = classification ? LossFunction.XENT : LossFunction.MSE;
        return linear
                ? Networks.linear(Synthetic.FEATURES, activation, loss, learningRate, seed)
                : Networks.oneHiddenLayer(Synthetic.FEATURES, HIDDEN, 1, activation, loss, learningRate, seed);
    }
}
