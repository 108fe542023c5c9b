package org.dl4jfreeze.examples.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that receives complete files or none: all are first written to a hidden folder inside it and then moved to their
 * places one by one, each atomically. If the program is interrupted, older files stay and unfinished ones are removed.
 */
public final class ResultFolder implements AutoCloseable {

    private final Path folder;
    private final Path staging;
    private final Thread cleaner = new Thread(this::removeStaging, "result-folder-cleaner");

    private ResultFolder(Path folder, Path staging) {
        this.folder = folder;
        this.staging = staging;
    }

    /** Checks, without creating anything, that a folder can be written. It need not exist. */
    public static void check(Path folder) {
        Path existing = folder.toAbsolutePath().normalize();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
            throw new IllegalArgumentException("Cannot write results to " + folder + ": " + existing
                    + " is not a folder that can be written; give another folder with --out");
        }
    }

    public static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Cannot create the results folder " + folder + " (" + e + "); give another folder with --out", e);
        }
    }

    /** Opens a folder for writing and creates it unless it exists; close it when done. */
    public static ResultFolder open(Path folder) throws IOException {
        Path target = folder.toAbsolutePath().normalize();
        create(target);
        // Inside the folder, because its parent may be another file system or not writable.
        ResultFolder opened = new ResultFolder(target, Files.createTempDirectory(target, ".unfinished-"));
        Runtime.getRuntime().addShutdownHook(opened.cleaner);
        return opened;
    }

    /** Returns the path at which to write a file until {@link #publish()}. */
    public Path file(String name) {
        return staging.resolve(name);
    }

    /** Moves all files to the folder, each replacing an older one of its name. */
    public void publish() throws IOException {
        for (Path file : filesInStaging()) {
            Files.move(
                    file,
                    folder.resolve(file.getFileName()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private List<Path> filesInStaging() throws IOException {
        try (Stream<Path> files = Files.list(staging)) {
            return files.sorted(Comparator.naturalOrder()).toList();
        }
    }

    /** Removes what was not published. */
    @Override
    public void close() {
        removeStaging();
        try {
            Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (IllegalStateException e) {
            // The program is ending and runs the hook itself.
            return;
        }
    }

    private void removeStaging() {
        try {
            if (Files.exists(staging)) {
                for (Path file : filesInStaging()) {
                    Files.delete(file);
                }
                Files.delete(staging);
            }
        } catch (IOException e) {
            System.err.println("Could not remove " + staging + ": " + e.getMessage());
        }
    }
}
