package org.dl4jfreeze.examples.store;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.dl4jfreeze.examples.experiment.Run;
import org.dl4jfreeze.examples.experiment.RunArchive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finished runs in files, one each, in a folder that belongs to one {@link Fingerprint}: runs with other settings, other
 * data or another program lie elsewhere and are never mixed with these. A file is written beside its place and moved there
 * in one step; one that cannot be read is ignored, with a warning, and its run is made again.
 */
public final class FileRunArchive implements RunArchive {

    private static final Logger LOG = LoggerFactory.getLogger(FileRunArchive.class);

    private final Path folder;

    /**
     * An archive inside a results folder.
     *
     * @param results     the results folder
     * @param fingerprint of what decides the runs
     * @throws UncheckedIOException if the archive's folder cannot be created
     */
    public FileRunArchive(Path results, Fingerprint fingerprint) {
        this.folder = results.resolve(".finished").resolve(fingerprint.toString());
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create " + folder, e);
        }
    }

    @Override
    public Optional<Run> findRun(int number) {
        return read(runFile(number), in -> {
            Run run = RunFormat.read(in);
            if (run.number() != number) {
                throw new IOException("it holds run " + run.number());
            }
            return run;
        });
    }

    @Override
    public void keep(Run run) {
        write(runFile(run.number()), out -> RunFormat.write(run, out));
    }

    @Override
    public Optional<float[]> findVariance(int batchOrder) {
        return read(varianceFile(batchOrder), RunFormat::readFloats);
    }

    @Override
    public void keep(int batchOrder, float[] variance) {
        write(varianceFile(batchOrder), out -> RunFormat.writeFloats(variance, out));
    }

    /** Forgets all that was kept. */
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
        return folder.resolve("run" + number + ".gz");
    }

    private Path varianceFile(int batchOrder) {
        return folder.resolve("variance" + batchOrder + ".gz");
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private static <T> Optional<T> read(Path file, Reader<T> reader) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream packed = new GZIPInputStream(Files.newInputStream(file))) {
            // all of it first: gzip compares its checksum at the end, and only then may lengths be believed
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(packed.readAllBytes()));
            T found = reader.read(in);
            if (in.read() != -1) {
                throw new IOException("it goes on behind its end");
            }
            return Optional.of(found);
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} cannot be read ({}); its run is made again", file, e.toString());
            return Optional.empty();
        }
    }

    private void write(Path file, Writer writer) {
        try {
            Path unfinished = Files.createTempFile(folder, file.getFileName().toString(), ".unfinished");
            try (DataOutputStream out = new DataOutputStream(
                    new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(unfinished))))) {
                writer.write(out);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }
}
