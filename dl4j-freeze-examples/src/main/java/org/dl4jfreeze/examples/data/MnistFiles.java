package org.dl4jfreeze.examples.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MNIST as DL4J's iterator wants it: the four IDX files, unpacked, in one folder. They are unpacked from the packed ones
 * that are bundled with the program, or from the user's own, into a cache folder, and are found there the next time.
 *
 * <p>Every file in the cache, and every file of the user's, is compared with its checksum each time. A damaged one in the
 * cache is unpacked anew; a damaged source is an error that names it. Several processes may use the same cache at the same
 * time: each unpacks to a file of its own and moves it in place in one step. (Given a folder of packed files, the iterator itself unpacks in place and deletes the
 * originals.)
 */
final class MnistFiles {

    /** System property that names another cache folder. */
    static final String CACHE_PROPERTY = "dl4jfreeze.cache";

    private static final Logger LOG = LoggerFactory.getLogger(MnistFiles.class);

    private MnistFiles() {}

    /** The cache folder: the user's, or one in the system's temporary folder if that cannot be written. */
    static Path cache() {
        String given = System.getProperty(CACHE_PROPERTY);
        if (given != null) {
            return Path.of(given).resolve("mnist");
        }
        Path home = Path.of(System.getProperty("user.home"));
        Path usual = home.resolve(".cache").resolve("dl4j-freeze").resolve("mnist");
        try {
            return Files.createDirectories(usual);
        } catch (IOException e) {
            String user = System.getProperty("user.name");
            Path other = Path.of(System.getProperty("java.io.tmpdir"), "dl4j-freeze-" + user, "mnist");
            LOG.warn("Cannot create the cache folder {} ({}); using {}", usual, e.toString(), other);
            return other;
        }
    }

    /**
     * The bundled files, unpacked.
     *
     * @throws IllegalStateException    if the program was packed without them or with damaged ones
     * @throws IllegalArgumentException if the cache cannot be written
     */
    static Path bundled(Path cache) {
        return unpacked(cache, false, file -> {
            InputStream in = MnistFiles.class.getResourceAsStream("mnist/" + file.packedName());
            if (in == null) {
                throw new IllegalStateException(
                        "The bundled data file mnist/" + file.packedName() + " is missing from this program");
            }
            return new Source("the bundled data file mnist/" + file.packedName(), in);
        });
    }

    /**
     * The user's own copies of the files, packed or not, unpacked.
     *
     * @throws IllegalArgumentException if one is missing or damaged, or the cache cannot be written
     */
    static Path from(Path folder, Path cache) {
        return unpacked(cache, true, file -> {
            Path packed = folder.resolve(file.packedName());
            Path plain = folder.resolve(file.fileName());
            if (Files.isRegularFile(packed)) {
                return new Source(packed.toString(), Files.newInputStream(packed));
            }
            if (Files.isRegularFile(plain)) {
                return new Source(plain.toString(), Files.newInputStream(plain));
            }
            throw new IllegalArgumentException("No file " + packed + ", nor " + plain
                    + "; --data must name a folder with MNIST's four files, packed or not");
        });
    }

    private static Path unpacked(Path cache, boolean checkSource, Opener opener) {
        try {
            Files.createDirectories(cache);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Cannot create the cache folder " + cache + " (" + e
                            + "); name another one with the system property " + CACHE_PROPERTY,
                    e);
        }
        for (IdxFile file : IdxFile.values()) {
            provide(file, cache.resolve(file.fileName()), checkSource, opener);
        }
        return cache;
    }

    private static void provide(IdxFile file, Path target, boolean checkSource, Opener opener) {
        boolean intact = isIntact(file, target);
        if (intact && !checkSource) {
            return;
        }
        if (!intact && Files.exists(target)) {
            LOG.warn("{} is truncated or damaged (its checksum is not MNIST's); it is unpacked anew", target);
        }
        Source source;
        try {
            source = opener.open(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot read MNIST's " + file.fileName() + " (" + e + ")", e);
        }
        try (source) {
            if (intact) {
                refuseDamaged(source, copy(file, source, OutputStream.nullOutputStream()));
            } else {
                unpack(file, source, target);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Cannot unpack " + source.name + " to " + target + " (" + e + "); name another folder with the"
                            + " system property " + CACHE_PROPERTY,
                    e);
        }
    }

    private static boolean isIntact(IdxFile file, Path target) {
        try {
            return file.isIntact(target);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Cannot read " + target + " (" + e + "); name another folder with the system property "
                            + CACHE_PROPERTY,
                    e);
        }
    }

    private static void unpack(IdxFile file, Source source, Path target) throws IOException {
        Path unfinished = target.resolveSibling(file.fileName() + "-" + UUID.randomUUID() + ".unfinished");
        try {
            Optional<String> damage;
            try (OutputStream out = Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW)) {
                damage = copy(file, source, out);
            }
            refuseDamaged(source, damage);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static void refuseDamaged(Source source, Optional<String> damage) {
        if (damage.isPresent()) {
            throw new IllegalArgumentException("MNIST can't be read: " + source.name + " is truncated or damaged: "
                    + damage.get() + "; replace it by an intact copy");
        }
    }

    /** Unpacks a source; says what is wrong with it, if anything is. */
    private static Optional<String> copy(IdxFile file, Source source, OutputStream out) throws IOException {
        MessageDigest digest = DigestUtils.getSha256Digest();
        try (DigestInputStream in = new DigestInputStream(source.unpacked(), digest)) {
            long bytes = in.transferTo(out);
            return file.damage(Hex.encodeHexString(digest.digest()), bytes);
        } catch (EOFException | ZipException e) {
            return Optional.of("it is not a complete gzip file (" + e.getMessage() + ")");
        }
    }

    private interface Opener {
        Source open(IdxFile file) throws IOException;
    }

    private static final class Source implements AutoCloseable {

        private final String name;
        private final InputStream in;

        Source(String name, InputStream in) {
            this.name = name;
            this.in = in;
        }

        InputStream unpacked() throws IOException {
            return name.endsWith(".gz") ? new GZIPInputStream(in) : in;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
