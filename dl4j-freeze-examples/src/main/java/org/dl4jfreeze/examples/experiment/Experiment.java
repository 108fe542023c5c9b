package org.dl4jfreeze.examples.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.examples.data.TrainTest;

/** One data set with its network and its default settings: all in which the experiments differ. */
public interface Experiment {

    /**
     * The name on the command line, in file names and in the results.
     *
     * @return a short name in lower case
     */
    String name();

    /**
     * The name in results and of their folder: with the preset's unless that is the default.
     *
     * @param preset one of {@link #presets()}
     * @return for instance {@code boston}, {@code synthetic1-early}
     */
    default String name(Preset preset) {
        return preset.name().equals(presets().get(0).name()) ? name() : name() + "-" + preset.name();
    }

    /**
     * The name in titles.
     *
     * @return the name as the paper writes it
     */
    String title();

    /**
     * What the experiment is about.
     *
     * @return one line for the help
     */
    String description();

    /**
     * What is learned: the first column but one of the paper's Table 1.
     *
     * @return {@code regression} or {@code classification}
     */
    String task();

    /**
     * Units of the layers, from the inputs to the outputs.
     *
     * @return for instance {@code 13-20-1}
     */
    String structure();

    /**
     * The loss that is trained and reported, with its unit.
     *
     * @return words for an axis and for a table
     */
    String lossName();

    /**
     * Name of the figure of losses.
     *
     * @return the file name without its ending, with the paper's number
     */
    String lossFigure();

    /**
     * Name of the figure of averaged masks.
     *
     * @return the file name without its ending, with the paper's number
     */
    String maskFigure();

    /**
     * Sets of settings to choose from.
     *
     * @return at least one; the first holds the defaults
     */
    List<Preset> presets();

    /**
     * What the paper says of this data set.
     *
     * @return the claims to check, in the paper's order; none where the paper is silent
     */
    List<PaperClaim> claims();

    /**
     * The part of the parameters that the paper's panels c and d show enlarged.
     *
     * @return a stretch of the flat parameter vector
     */
    ParameterRange zoom();

    /**
     * Whether inputs are square images; then the weights of the first layer, unit by unit, are images too.
     *
     * @return the images' side in pixels, if they are images
     */
    default OptionalInt imageSide() {
        return OptionalInt.empty();
    }

    /**
     * Reads, splits and standardises the data.
     *
     * @param file     the user's own file of the same form, if any; else the bundled data are read
     * @param examples number of training examples, if the user gave one; else the whole training part
     * @param seed     seed of the split
     * @return both parts
     * @throws IllegalArgumentException if the file or the number of examples will not do
     */
    TrainTest load(Optional<Path> file, Optional<Integer> examples, long seed);

    /**
     * Builds and initialises the network, with a {@code FreezingAdam} as its updater.
     *
     * @param learningRate Adam's learning rate
     * @param seed         seed of the initialisation
     * @return the network, without listeners
     */
    MultiLayerNetwork network(double learningRate, long seed);
}
