package org.dl4jfreeze.examples.figures;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.examples.experiment.BostonExperiment;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.PaperClaim;
import org.dl4jfreeze.examples.experiment.ParameterRange;
import org.dl4jfreeze.examples.experiment.Preset;

/** All that figures ask of an experiment, without data and network. */
final class FakeExperiment implements Experiment {

    private final String title;
    private final String structure;
    private final ParameterRange zoom;
    private final OptionalInt imageSide;

    private FakeExperiment(String title, String structure, ParameterRange zoom, OptionalInt imageSide) {
        this.title = title;
        this.structure = structure;
        this.zoom = zoom;
        this.imageSide = imageSide;
    }

    static FakeExperiment ofImages(String title, int side, String structure, ParameterRange zoom) {
        return new FakeExperiment(title, structure, zoom, OptionalInt.of(side));
    }

    static FakeExperiment of(String title, ParameterRange zoom) {
        return new FakeExperiment(title, "13-20-1", zoom, OptionalInt.empty());
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String description() {
        return title;
    }

    @Override
    public String task() {
        return "regression";
    }

    @Override
    public String structure() {
        return structure;
    }

    @Override
    public String lossName() {
        return "mean squared error, (1000 $)²";
    }

    @Override
    public String lossFigure() {
        return "loss";
    }

    @Override
    public String maskFigure() {
        return "mask";
    }

    @Override
    public List<Preset> presets() {
        return List.of(new Preset(
                "default", "", new BostonExperiment().presets().get(0).settings()));
    }

    @Override
    public List<PaperClaim> claims() {
        return List.of();
    }

    @Override
    public ParameterRange zoom() {
        return zoom;
    }

    @Override
    public OptionalInt imageSide() {
        return imageSide;
    }

    @Override
    public TrainTest load(Optional<Path> file, Optional<Integer> examples, long seed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MultiLayerNetwork network(double learningRate, long seed) {
        throw new UnsupportedOperationException();
    }
}
