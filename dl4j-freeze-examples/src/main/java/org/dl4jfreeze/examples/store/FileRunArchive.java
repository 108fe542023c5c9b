package org.dl4jfreeze.examples.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.dl4jfreeze.examples.experiment.Run;
import org.dl4jfreeze.examples.experiment.RunArchive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finished runs in files, one each, in a folder that belongs to one {@link Fingerprint}: runs with other settings, other
 * data or another program lie elsewhere and are never mixed with these. A file is written under a temporary name and moved in
 * one step; one that cannot be read is ignored, with a warning, and its run is made again.
 */
public final class FileRunArchive implements RunArchive {

    private static final Logger LOG = LoggerFactory.getLogger(FileRunArchive.class);

    private final Path folder;

    /** Creates the archive's folder inside a results folder. */
    public FileRunArchive(Path results, Fingerprint fingerprint) {
        this.folder = results.resolve(".finished").resolve(fingerprint.value());
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create " + folder, e);
        }
    }

    @Override
    public Optional<Run> findRun(int number) {
        return read(runFile(number), Run.class).filter(run -> {
            if (run.number() != number) {
                LOG.warn("{} holds run {}; run {} is made again", runFile(number), run.number(), number);
            }
            return run.number() == number;
        });
    }

    @Override
    public void keep(Run run) {
        write(runFile(run.number()), run);
    }

    @Override
    public Optional<float[]> findVariance(int batchOrder) {
        return read(varianceFile(batchOrder), float[].class);
    }

    @Override
    public void keep(int batchOrder, float[] variance) {
        write(varianceFile(batchOrder), variance);
    }

    public void clear() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.gz")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot empty " + folder, e);
        }
    }

    private Path runFile(int number) {
        return folder.resolve("run" + number + ".json.gz");
    }

    private Path varianceFile(int batchOrder) {
        return folder.resolve("variance" + batchOrder + ".json.gz");
    }

    private static <T> Optional<T> read(Path file, Class<T> type) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(RunJson.read(in, type));
        } catch (IOException | RuntimeException e) {
            LOG.warn("Cannot read {} ({}); its run is made again", file, e.toString());
            return Optional.empty();
        }
    }

    private void write(Path file, Object value) {
        try {
            Path unfinished = Files.createTempFile(folder, file.getFileName().toString(), ".unfinished");
            try (OutputStream out = Files.newOutputStream(unfinished)) {
                RunJson.write(value, out);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }
}
