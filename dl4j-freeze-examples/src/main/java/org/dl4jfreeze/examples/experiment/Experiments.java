package org.dl4jfreeze.examples.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.dl4jfreeze.examples.data.CsvTable;
import org.dl4jfreeze.examples.data.Mnist;
import org.dl4jfreeze.examples.data.Synthetic;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.examples.experiment.PaperClaim.Kind;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The paper's five experiments. */
public final class Experiments {

    private static final String REGRESSION = "regression";
    private static final String CLASSIFICATION = "classification";
    private static final String SQUARED_ERROR = "mean squared error";
    private static final String CROSS_ENTROPY = "cross-entropy, nats";

    private static final int RUNS = 25;
    private static final int SEED = 8;

    private static final List<String> BOSTON_COLUMNS = List.of(
            "crim", "zn", "indus", "chas", "nox", "rm", "age", "dis", "rad", "tax", "ptratio", "black", "lstat",
            "medv");
    private static final int BOSTON_EXAMPLES = 404;
    private static final double BOSTON_TRAIN_SHARE = 0.8;

    private static final ParameterRange FIRST_40 = new ParameterRange("the first 40 parameters", 0, 40);

    private static final List<Experiment> ALL = List.of(mnist(), boston(), synthetic1(), synthetic2(), synthetic3());

    private Experiments() {}

    /** Returns all experiments in the order of the paper's figures. */
    public static List<Experiment> all() {
        return ALL;
    }

    /** Creates MNIST: digits from 28 x 28 pixels, all 70,000 images. A network 784-10-10 with ReLU: 7960 parameters. */
    public static Experiment mnist() {
        int pixels = Mnist.SIDE * Mnist.SIDE;
        int hidden = 10;
        Settings late = Settings.of(RUNS, SEED, 3000, 4000, 1e-3, 128, Mnist.TRAIN_EXAMPLES);
        Settings early = late.withFreezing(1000, Settings.GIVEN, 2000);
        return new Experiment(
                "mnist",
                "MNIST",
                "MNIST, classification, network 784-10-10 (7960 parameters); the paper's figures 1 and 2.",
                CLASSIFICATION,
                "784-10-10",
                CROSS_ENTROPY,
                "figure1-loss",
                "figure2-mask",
                List.of(Preset.late(late), Preset.early("t0 after two passes over the images", early)),
                List.of(new PaperClaim(Kind.SAME, "Both orders give about the same loss."), PaperClaim.STABLE),
                afterFirstWeights(pixels, hidden, Mnist.CLASSES),
                OptionalInt.of(Mnist.SIDE),
                (folder, examples, seed) -> Mnist.read(folder, examples.orElse(Mnist.TRAIN_EXAMPLES)),
                (rate, seed) -> Networks.oneHiddenLayer(
                        pixels, hidden, Mnist.CLASSES, Activation.SOFTMAX, LossFunction.MCXENT, rate, seed));
    }

    /**
     * Creates Boston Housing: the median value of owner-occupied homes (1000 $) from 13 features of a census tract; 506 tracts, of
     * which 80% (404) train and the rest (102) test. A network 13-20-1 with ReLU: 301 parameters.
     */
    public static Experiment boston() {
        int features = BOSTON_COLUMNS.size() - 1;
        int hidden = 20;
        // a split of average difficulty: over ten seeds the test loss is 8.4 to 19.8, 11.5 on average
        Settings late = Settings.of(RUNS, SEED, 2500, 3000, 0.01, 32, BOSTON_EXAMPLES);
        Settings early = late.withFreezing(500, Settings.GIVEN, 1500);
        return new Experiment(
                "boston",
                "Boston Housing",
                "Boston Housing, regression, network 13-20-1 (301 parameters); the paper's figures 3 and 4.",
                REGRESSION,
                "13-20-1",
                SQUARED_ERROR + ", (1000 $)²",
                "figure3-loss",
                "figure4-mask",
                List.of(Preset.late(late), Preset.early("t0 after 40 passes over the data", early)),
                List.of(new PaperClaim(Kind.SAME, "Both orders give the same loss."), PaperClaim.STABLE),
                afterFirstWeights(features, hidden, 1),
                OptionalInt.empty(),
                Experiments::loadBoston,
                (rate, seed) -> Networks.oneHiddenLayer(
                        features, hidden, 1, Activation.IDENTITY, LossFunction.MSE, rate, seed));
    }

    private static TrainTest loadBoston(Optional<Path> file, Optional<Integer> examples, long seed) {
        INDArray table = file.map(path -> CsvTable.read(path, BOSTON_COLUMNS))
                .orElseGet(() -> CsvTable.readBundled("boston.csv", BOSTON_COLUMNS));
        int trainPart = (int) (BOSTON_TRAIN_SHARE * table.rows());
        return TrainTest.split(table, trainPart, examples.orElse(trainPart), seed);
    }

    /** Creates Synthetic 1: regression by a network 200-20-1 with ReLU: 4041 parameters. */
    public static Experiment synthetic1() {
        int hidden = 20;
        return new Experiment(
                "synthetic1",
                "Synthetic 1",
                "Synthetic 1, regression, network 200-20-1 (4041 parameters); the paper's figures 5 and 6.",
                REGRESSION,
                "200-20-1",
                SQUARED_ERROR,
                "figure5-loss",
                "figure6-mask",
                List.of(
                        Preset.late(synthetic(4000, 5000, 1e-3, 32)),
                        Preset.early(
                                "t0 long before the end of training: most of what can be learned is still to be learned",
                                synthetic(1000, 2500, 3e-4, 32))),
                List.of(
                        new PaperClaim(
                                Kind.PROPOSED_BETTER, "The proposed order gives a lower loss than the random one."),
                        PaperClaim.STABLE),
                afterFirstWeights(Synthetic.FEATURES, hidden, 1),
                OptionalInt.empty(),
                Synthetic::regression,
                (rate, seed) -> Networks.oneHiddenLayer(
                        Synthetic.FEATURES, hidden, 1, Activation.IDENTITY, LossFunction.MSE, rate, seed));
    }

    /** Creates Synthetic 2: classification by a linear model without bias (logistic regression): 200 parameters. */
    public static Experiment synthetic2() {
        return new Experiment(
                "synthetic2",
                "Synthetic 2",
                "Synthetic 2, classification, linear model (200 parameters); the pair of figures that the paper leaves out.",
                CLASSIFICATION,
                "200-1",
                CROSS_ENTROPY,
                "synthetic2-loss",
                "synthetic2-mask",
                List.of(Preset.late(synthetic(2000, 3000, 1e-2, 100))),
                List.of(),
                FIRST_40,
                OptionalInt.empty(),
                Synthetic::classification,
                (rate, seed) -> Networks.linear(Synthetic.FEATURES, Activation.SIGMOID, LossFunction.XENT, rate, seed));
    }

    /** Creates Synthetic 3: regression by a linear model without bias: 200 parameters. */
    public static Experiment synthetic3() {
        return new Experiment(
                "synthetic3",
                "Synthetic 3",
                "Synthetic 3, regression, linear model (200 parameters); the paper's figures 7 and 8.",
                REGRESSION,
                "200-1",
                SQUARED_ERROR,
                "figure7-loss",
                "figure8-mask",
                List.of(
                        Preset.late(synthetic(5000, 6500, 1e-3, 100)),
                        Preset.early(
                                "t0 while some weights are still far from converged",
                                synthetic(5000, 8000, 4e-4, 100))),
                List.of(
                        new PaperClaim(
                                Kind.PROPOSED_MUCH_BETTER,
                                "The proposed order gives a much lower loss than the random one."),
                        new PaperClaim(
                                Kind.SMALLER_SPREAD, "Under the proposed order the loss differs less from run to run."),
                        PaperClaim.STABLE),
                FIRST_40,
                OptionalInt.empty(),
                Synthetic::regression,
                (rate, seed) -> Networks.linear(Synthetic.FEATURES, Activation.IDENTITY, LossFunction.MSE, rate, seed));
    }

    private static Settings synthetic(int freezeAt, int iterations, double learningRate, int batchSize) {
        return Settings.of(RUNS, SEED, freezeAt, iterations, learningRate, batchSize, Synthetic.TRAIN_EXAMPLES);
    }

    private static ParameterRange afterFirstWeights(int inputs, int hidden, int outputs) {
        int from = inputs * hidden;
        return new ParameterRange("biases and output layer", from, from + hidden + hidden * outputs + outputs);
    }
}
