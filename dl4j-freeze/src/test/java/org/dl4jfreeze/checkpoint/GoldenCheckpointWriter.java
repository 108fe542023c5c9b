package org.dl4jfreeze.checkpoint;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.dl4jfreeze.FreezingCheckpoint;
import org.dl4jfreeze.covariance.FullCovariance;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Writes the files of {@link GoldenCheckpoint}: a checkpoint and, in a text, what is in it and what it becomes after six more iterations.
 * To be run once for each version of the format, into a new folder: those of an earlier version are never written again.
 *
 * <pre>{@code
 * mvn test-compile dependency:build-classpath -pl dl4j-freeze -Dmdep.outputFile=target/class-path
 * cd dl4j-freeze
 * java -cp target/test-classes:target/classes:$(cat target/class-path) \
 *     org.dl4jfreeze.checkpoint.GoldenCheckpointWriter src/test/resources/checkpoint/v2
 * }</pre>
 */
public final class GoldenCheckpointWriter {

    /** For how many iterations the training of each file is continued. */
    static final int MORE = 6;

    private GoldenCheckpointWriter() {}

    /** Argument: the folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        for (GoldenCheckpoint golden : GoldenCheckpoint.values()) {
            Path file = folder.resolve(golden.file() + ".zip");
            golden.save(file, 42);
            Files.writeString(folder.resolve(golden.file() + ".txt"), describe(golden, file.toFile()));
        }
    }

    private static String describe(GoldenCheckpoint golden, File file) {
        FreezingCheckpoint checkpoint = FreezingCheckpoint.load(file);
        String content = CheckpointContent.of(checkpoint);
        if (CheckpointContent.hasCovariance(checkpoint.listener())) {
            FullCovariance covariance = checkpoint.listener().covariance();
            content += "entries " + numbers(CheckpointContent.entries(covariance)) + "\n";
        }
        golden.train(checkpoint.model(), golden.iterations(), golden.iterations() + MORE);
        return content + "continued " + numbers(parameters(checkpoint)) + "\n";
    }

    static double[] parameters(FreezingCheckpoint checkpoint) {
        return checkpoint.model().params().castTo(DataType.DOUBLE).toDoubleVector();
    }

    private static String numbers(double[] values) {
        return Arrays.stream(values).mapToObj(Double::toString).collect(Collectors.joining(" "));
    }
}
