package org.dl4jfreeze.internal.checkpoint;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The checkpoints of one training in a directory, named by their numbers of iterations; other files there are left alone. */
public final class CheckpointFolder {

    private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{1,10})\\.zip");

    private final Path folder;

    public CheckpointFolder(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /**
     * Creates the directory if it does not exist.
     *
     * @throws IllegalArgumentException if it is a file, cannot be created, or cannot be written to
     */
    public static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Invalid folder for checkpoints, " + folder + " is no directory and cannot be created: " + e, e);
        }
        if (!Files.isWritable(folder)) {
            throw new IllegalArgumentException("Invalid folder for checkpoints, must be writable: " + folder);
        }
    }

    /** Returns the file of a number of iterations. */
    public File file(int iterations) {
        return folder.resolve("checkpoint-" + iterations + ".zip").toFile();
    }

    /** Returns the file with the most iterations. */
    public Optional<File> latest() {
        return Optional.ofNullable(files().lastEntry())
                .map(last -> last.getValue().toFile());
    }

    private TreeMap<Long, Path> files() {
        TreeMap<Long, Path> files = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.list(folder)) {
                all.forEach(file -> {
                    Matcher name = NAME.matcher(file.getFileName().toString());
                    if (name.matches() && Files.isRegularFile(file)) {
                        files.put(Long.valueOf(name.group(1)), file);
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot list the checkpoints in " + folder + ": " + e, e);
            }
        }
        return files;
    }

    /**
     * Checks that no file is of a later iteration than the one from which the training continues: it would be of another training,
     * and newer files would be deleted before it.
     *
     * @throws IllegalStateException if there is one
     */
    public void checkContinuedFrom(int iterations) {
        TreeMap<Long, Path> files = files();
        if (!files.isEmpty() && files.lastKey() > iterations) {
            throw new IllegalStateException(
                    "The folder for checkpoints has " + files.lastEntry().getValue()
                            + ", but the network has trained " + iterations
                            + " iterations: load that file to resume, or use another"
                            + " folder, or remove the later files");
        }
    }

    /** Deletes all files but the last ones. */
    public void keepLast(int count) {
        TreeMap<Long, Path> files = files();
        while (files.size() > count) {
            Path oldest = files.pollFirstEntry().getValue();
            try {
                Files.deleteIfExists(oldest);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot delete the old checkpoint " + oldest + ": " + e, e);
            }
        }
    }
}
