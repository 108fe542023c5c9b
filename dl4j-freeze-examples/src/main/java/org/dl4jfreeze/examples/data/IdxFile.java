package org.dl4jfreeze.examples.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/** The four files of MNIST, each with the checksum of what it must hold once unpacked. */
enum IdxFile {
    TRAIN_IMAGES("train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
    TRAIN_LABELS("train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
    TEST_IMAGES("t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
    TEST_LABELS("t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

    private final String fileName;
    private final String sha256;

    IdxFile(String fileName, String sha256) {
        this.fileName = fileName;
        this.sha256 = sha256;
    }

    /** The name that DL4J looks for. */
    String fileName() {
        return fileName;
    }

    String packedName() {
        return fileName + ".gz";
    }

    /** Whether a file of that name is there and holds what it must. */
    boolean isIntact(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return sha256.equals(DigestUtils.sha256Hex(in));
        }
    }

    /** What to say of contents with a checksum that is not the one expected; empty if it is. */
    Optional<String> damage(String found, long bytes) {
        return found.equals(sha256)
                ? Optional.empty()
                : Optional.of(
                        "expected SHA-256 " + sha256 + " when unpacked, found " + found + " (" + bytes + " bytes)");
    }
}
