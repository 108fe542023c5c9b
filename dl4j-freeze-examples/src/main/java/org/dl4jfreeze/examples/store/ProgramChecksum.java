package org.dl4jfreeze.examples.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
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
        addClasses(FreezingAdam.class, List.of(""), digest);
        addClasses(Experiment.class, DECIDING, digest);
        // the name of a released archive holds its version
        DigestUtils.updateDigest(digest, location(INDArray.class).getFileName().toString());
        return Hex.encodeHexString(digest.digest());
    }

    private static void addClasses(Class<?> member, List<String> packages, MessageDigest digest) {
        Path location = location(member);
        String parent = member == Experiment.class ? "org/dl4jfreeze/examples/" : "org/dl4jfreeze/";
        try {
            if (Files.isDirectory(location)) {
                addAll(location, parent, packages, digest);
            } else {
                try (FileSystem archive = FileSystems.newFileSystem(URI.create("jar:" + location.toUri()), Map.of())) {
                    addAll(archive.getPath("/"), parent, packages, digest);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read this program's own classes from " + location, e);
        }
    }

    private static void addAll(Path root, String parent, List<String> packages, MessageDigest digest)
            throws IOException {
        for (String name : packages) {
            for (Path file : classes(root.resolve(parent + name))) {
                DigestUtils.updateDigest(digest, root.relativize(file).toString());
                digest.update(Files.readAllBytes(file));
            }
        }
    }

    private static List<Path> classes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .sorted()
                    .toList();
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
