package org.dl4jfreeze.examples.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.examples.data.Synthetic;
import org.dl4jfreeze.examples.data.TrainTest;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Synthetic 2: the classification set with a linear model without bias (logistic regression): 200 parameters. */
public final class Synthetic2Experiment implements Experiment {

    /** Creates the experiment. */
    public Synthetic2Experiment() {}

    @Override
    public String name() {
        return "synthetic2";
    }

    @Override
    public String title() {
        return "Synthetic 2";
    }

    @Override
    public String description() {
        return "Synthetic 2, classification, linear model (200 parameters); the pair of figures that the paper leaves out.";
    }

    @Override
    public String task() {
        return "classification";
    }

    @Override
    public String structure() {
        return Synthetic.FEATURES + "-1";
    }

    @Override
    public String lossName() {
        return "cross-entropy, nats";
    }

    @Override
    public String lossFigure() {
        return "synthetic2-loss";
    }

    @Override
    public String maskFigure() {
        return "synthetic2-mask";
    }

    @Override
    public List<Preset> presets() {
        return List.of(new Preset(
                "late",
                Preset.LATE,
                Settings.builder()
                        .runs(25)
                        .seed(8)
                        .freezeAt(2000)
                        .iterations(3000)
                        .learningRate(1e-2)
                        .batchSize(100)
                        .examples(Synthetic.TRAIN_EXAMPLES)
                        .build()));
    }

    @Override
    public List<PaperClaim> claims() {
        return List.of();
    }

    @Override
    public ParameterRange zoom() {
        return new ParameterRange("the first 40 parameters", 0, 40);
    }

    @Override
    public TrainTest load(Optional<Path> file, Optional<Integer> examples, long seed) {
        return Synthetic.classification(file, examples, seed);
    }

    @Override
    public MultiLayerNetwork network(double learningRate, long seed) {
        return Networks.linear(Synthetic.FEATURES, Activation.SIGMOID, LossFunction.XENT, learningRate, seed);
    }
}
