package org.dl4jfreeze.examples.experiment;

import java.nio.file.Path;
import java.util.Optional;
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
     * Settings that hold where the user gives none.
     *
     * @return the defaults
     */
    Settings defaults();

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
