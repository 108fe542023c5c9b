package org.dl4jfreeze.examples.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.examples.data.CsvTable;
import org.dl4jfreeze.examples.data.TrainTest;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Boston Housing: the median value of owner-occupied homes (1000 $) from 13 features of a census tract; 506 tracts, of
 * which 80% (404) train and the rest (102) test. A network 13-20-1 with ReLU: 301 parameters.
 */
public final class BostonExperiment implements Experiment {

    private static final List<String> COLUMNS = List.of(
            "crim", "zn", "indus", "chas", "nox", "rm", "age", "dis", "rad", "tax", "ptratio", "black", "lstat",
            "medv");
    private static final int FEATURES = COLUMNS.size() - 1;
    private static final int HIDDEN = 20;
    private static final double TRAIN_SHARE = 0.8;

    @Override
    public String name() {
        return "boston";
    }

    @Override
    public String title() {
        return "Boston Housing";
    }

    @Override
    public String description() {
        return "Boston Housing, regression, network 13-20-1 (301 parameters); the paper's figures 3 and 4.";
    }

    @Override
    public String lossName() {
        return "mean squared error, (1000 $)²";
    }

    @Override
    public String lossFigure() {
        return "figure3-loss";
    }

    @Override
    public String maskFigure() {
        return "figure4-mask";
    }

    @Override
    public String task() {
        return "regression";
    }

    @Override
    public String structure() {
        return FEATURES + "-" + HIDDEN + "-1";
    }

    @Override
    public List<Preset> presets() {
        // a split of average difficulty: over ten seeds the test loss is 8.4 to 19.8, 11.5 on average
        Settings late = Settings.of(25, 8, 2500, 3000, 0.01, 32, 404);
        Settings early = late.withFreezing(500, Settings.GIVEN, 1500);
        return List.of(Preset.late(late), Preset.early("t0 after 40 passes over the data", early));
    }

    @Override
    public List<PaperClaim> claims() {
        return List.of(new PaperClaim(PaperClaim.Kind.SAME, "Both orders give the same loss."), PaperClaim.STABLE);
    }

    @Override
    public ParameterRange zoom() {
        int firstLayer = (FEATURES + 1) * HIDDEN;
        return new ParameterRange("biases and output layer", firstLayer - HIDDEN, firstLayer + HIDDEN + 1);
    }

    @Override
    public TrainTest load(Optional<Path> file, Optional<Integer> examples, long seed) {
        CsvTable table = file.map(path -> CsvTable.read(path, COLUMNS))
                .orElseGet(() -> CsvTable.readBundled("boston.csv", COLUMNS));
        int trainPart = (int) (TRAIN_SHARE * table.size());
        return TrainTest.split(table.toMatrix(), trainPart, examples.orElse(trainPart), seed);
    }

    @Override
    public MultiLayerNetwork network(double learningRate, long seed) {
        return Networks.oneHiddenLayer(FEATURES, HIDDEN, 1, Activation.IDENTITY, LossFunction.MSE, learningRate, seed);
    }
}
