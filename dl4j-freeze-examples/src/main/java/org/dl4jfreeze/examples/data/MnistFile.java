package org.dl4jfreeze.examples.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.codec.digest.DigestUtils;

/** One of MNIST's four IDX files, with the checksum of its unpacked content: a header, then one unsigned byte per value. */
enum MnistFile {
    TRAIN_IMAGES("train-images-idx3-ubyte", 16, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
    TRAIN_LABELS("train-labels-idx1-ubyte", 8, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
    TEST_IMAGES("t10k-images-idx3-ubyte", 16, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
    TEST_LABELS("t10k-labels-idx1-ubyte", 8, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

    private final String plainName;
    private final int headerBytes;
    private final String sha256;

    MnistFile(String plainName, int headerBytes, String sha256) {
        this.plainName = plainName;
        this.headerBytes = headerBytes;
        this.sha256 = sha256;
    }

    String plainName() {
        return plainName;
    }

    String packedName() {
        return plainName + ".gz";
    }

    int headerBytes() {
        return headerBytes;
    }

    /** Reads the bundled file, or the user's own if a folder is given: packed, or plain if there is no packed one. */
    byte[] read(Optional<Path> folder) {
        Optional<Path> own = folder.map(this::find);
        String source = own.map(Path::toString).orElse("the bundled data file mnist/" + packedName());
        try (InputStream in = own.isPresent() ? Files.newInputStream(own.get()) : bundled()) {
            byte[] bytes = (source.endsWith(".gz") ? new GZIPInputStream(in) : in).readAllBytes();
            String found = DigestUtils.sha256Hex(bytes);
            if (!found.equals(sha256)) {
                throw damaged(
                        source,
                        "expected SHA-256 " + sha256 + " of the unpacked content, found " + found + " (" + bytes.length
                                + " bytes)");
            }
            return bytes;
        } catch (EOFException | ZipException e) {
            throw damaged(source, "it is not a complete gzip file (" + e.getMessage() + ")");
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Cannot read " + source + " (" + e + "); replace it by a readable copy", e);
        }
    }

    private Path find(Path folder) {
        Path packed = folder.resolve(packedName());
        Path plain = folder.resolve(plainName);
        if (!Files.isRegularFile(packed) && !Files.isRegularFile(plain)) {
            throw new IllegalArgumentException("No file " + packed + ", nor " + plain
                    + "; --data must name a folder with MNIST's four files, packed or not");
        }
        return Files.isRegularFile(packed) ? packed : plain;
    }

    private InputStream bundled() {
        InputStream in = MnistFile.class.getResourceAsStream("mnist/" + packedName());
        if (in == null) {
            throw new IllegalStateException("The bundled data file mnist/" + packedName()
                    + " is missing from this program; build it again from a complete checkout");
        }
        return in;
    }

    private static IllegalArgumentException damaged(String source, String why) {
        return new IllegalArgumentException(
                "Cannot read MNIST: " + source + " is truncated or damaged: " + why + "; replace it by an intact copy");
    }
}
