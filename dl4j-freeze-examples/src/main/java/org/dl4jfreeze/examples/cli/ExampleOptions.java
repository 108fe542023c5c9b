package org.dl4jfreeze.examples.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.examples.experiment.Experiment;
import picocli.CommandLine.Option;

/** The options that decide on which examples a network is trained, and how a step is made. */
final class ExampleOptions {

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description = "Adam's learning rate, a number above 0 (default: ${DEFAULT-VALUE})")
    double learningRate;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description = "examples per mini-batch, a whole number from 1 to --examples"
                    + " (default: ${DEFAULT-VALUE} examples)")
    int batchSize;

    @Option(
            names = "--examples",
            paramLabel = "N",
            description = "training examples used, a whole number from 1 to the size of the training part"
                    + " (default: all of it, ${bundle:all-examples} unless --data is given)")
    private Integer examples;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description =
                    "your own data of the same form: a CSV file with the same columns, or a folder with MNIST's four"
                            + " files (default: the bundled data)")
    private Path data;

    TrainTest load(Experiment experiment, long seed) {
        return experiment.load(Optional.ofNullable(data), Optional.ofNullable(examples), seed);
    }

    /** Returns the number of training examples as far as known before they are read: the user's own file may hold any number. */
    int expected(int bundled) {
        int all = data == null ? bundled : Integer.MAX_VALUE;
        return examples == null ? all : examples;
    }
}
