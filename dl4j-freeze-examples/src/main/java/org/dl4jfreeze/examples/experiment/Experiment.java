package org.dl4jfreeze.examples.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.examples.data.TrainTest;

/** One data set with its network and its default settings: everything in which the experiments differ. */
public interface Experiment {

    /** Returns the name on the command line, in file names and in the results: short, in lower case. */
    String name();

    /** Returns the name of the results and of their folder, for instance {@code boston} or {@code synthetic1-early}. */
    default String name(Preset preset) {
        return preset.name().equals(presets().get(0).name()) ? name() : name() + "-" + preset.name();
    }

    /** Returns the name in titles, as the paper writes it. */
    String title();

    /** Returns one line for the help. */
    String description();

    /** Returns what is learned, {@code regression} or {@code classification}: the paper's Table 1. */
    String task();

    /** Returns the units of the layers from the inputs to the outputs, for instance {@code 13-20-1}. */
    String structure();

    /** Returns the name of the loss that is trained and reported, with its unit. */
    String lossName();

    /** Returns the file name, without its ending, of the figure of losses. */
    String lossFigure();

    /** Returns the file name, without its ending, of the figure of averaged masks. */
    String maskFigure();

    /** Returns the settings to choose from; the first preset holds the defaults. */
    List<Preset> presets();

    /** Returns what the paper claims about this data set, in the paper's order. */
    List<PaperClaim> claims();

    /** Returns the parameters that the paper's panels c and d enlarge. */
    ParameterRange zoom();

    /** Returns the side in pixels if the inputs are square images; then the weights of each unit of the first layer are images too. */
    default OptionalInt imageSide() {
        return OptionalInt.empty();
    }

    /**
     * Reads, splits and standardises the data.
     *
     * @param file     the user's own file of the same form; otherwise the bundled data are read
     * @param examples number of training examples; otherwise the whole training part
     * @param seed     seed of the split
     * @throws IllegalArgumentException if the file or the number of examples is not valid
     */
    TrainTest load(Optional<Path> file, Optional<Integer> examples, long seed);

    /** Builds and initialises the network, with a {@code FreezingAdam} as its updater and without listeners. */
    MultiLayerNetwork network(double learningRate, long seed);
}
