package org.dl4jfreeze.examples.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.examples.data.TrainTest;

/**
 * One data set with its network and its default settings: everything in which the experiments differ.
 *
 * @param name        name on the command line, in file names and in the results: short, in lower case
 * @param title       name in titles, as the paper writes it
 * @param description one line for the help
 * @param task        {@code regression} or {@code classification}: the paper's Table 1
 * @param structure   units of the layers from the inputs to the outputs, for instance {@code 13-20-1}
 * @param lossName    the loss that is trained and reported, with its unit
 * @param lossFigure  file name, without its ending, of the figure of losses
 * @param maskFigure  file name, without its ending, of the figure of averaged masks
 * @param presets     settings to choose from; the first preset holds the defaults
 * @param claims      what the paper claims about this data set, in the paper's order
 * @param zoom        the parameters that the paper's panels c and d enlarge
 * @param imageSide   side in pixels if the inputs, and so the weights of each unit of the first layer, are square images
 */
public record Experiment(
        String name,
        String title,
        String description,
        String task,
        String structure,
        String lossName,
        String lossFigure,
        String maskFigure,
        List<Preset> presets,
        List<PaperClaim> claims,
        ParameterRange zoom,
        OptionalInt imageSide,
        Data data,
        Builder builder) {

    /** Reads, splits and standardises data. */
    public interface Data {
        TrainTest load(Optional<Path> file, Optional<Integer> examples, long seed);
    }

    /** Builds and initialises a network. */
    public interface Builder {
        MultiLayerNetwork build(double learningRate, long seed);
    }

    /** Returns the name of the results and of their folder, for instance {@code boston} or {@code synthetic1-early}. */
    public String name(Preset preset) {
        return preset.name().equals(presets.get(0).name()) ? name : name + "-" + preset.name();
    }

    /**
     * Reads, splits and standardises the data.
     *
     * @param file     the user's own file of the same form; otherwise the bundled data are read
     * @param examples number of training examples; otherwise the whole training part
     */
    public TrainTest load(Optional<Path> file, Optional<Integer> examples, long seed) {
        return data.load(file, examples, seed);
    }

    /** Builds and initialises the network, with a {@code FreezingAdam} as its updater and without listeners. */
    public MultiLayerNetwork network(double learningRate, long seed) {
        return builder.build(learningRate, seed);
    }
}
