package org.dl4jfreeze.examples.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A checksum of the code that decides the numbers: the classes of the library and of the packages of this module that train, and
 * ND4J's version. Code that reports and draws may change without a run being made again.
 */
final class ProgramChecksum {

    private static final List<String> DECIDING = List.of("experiment", "data", "backend");
    private static final String VALUE = compute();

    private ProgramChecksum() {}

    static String value() {
        return VALUE;
    }

    private static String compute() {
        MessageDigest digest = DigestUtils.getSha256Digest();
        addClasses(FreezingAdam.class, List.of("org/dl4jfreeze"), digest);
        List<String> folders =
                DECIDING.stream().map("org/dl4jfreeze/examples/"::concat).toList();
        addClasses(Experiment.class, folders, digest);
        // the name of a released archive holds its version
        DigestUtils.updateDigest(digest, location(INDArray.class).getFileName().toString());
        return Hex.encodeHexString(digest.digest());
    }

    private static void addClasses(Class<?> member, List<String> folders, MessageDigest digest) {
        Path location = location(member);
        try {
            if (Files.isDirectory(location)) {
                addAll(location, folders, digest);
            } else {
                try (FileSystem archive = FileSystems.newFileSystem(location)) {
                    addAll(archive.getPath("/"), folders, digest);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read this program's own classes from " + location, e);
        }
    }

    private static void addAll(Path root, List<String> folders, MessageDigest digest) throws IOException {
        for (String folder : folders) {
            try (Stream<Path> files = Files.walk(root.resolve(folder))) {
                for (Path file : files.filter(file -> file.toString().endsWith(".class"))
                        .sorted()
                        .toList()) {
                    DigestUtils.updateDigest(digest, root.relativize(file).toString());
                    digest.update(Files.readAllBytes(file));
                }
            }
        }
    }

    private static Path location(Class<?> member) {
        try {
            return Path.of(
                    member.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Cannot find the class file of " + member, e);
        }
    }
}
