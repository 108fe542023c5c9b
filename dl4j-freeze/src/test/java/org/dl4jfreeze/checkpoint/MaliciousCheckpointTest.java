package org.dl4jfreeze.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dl4jfreeze.FreezingCheckpoint;
import org.dl4jfreeze.internal.checkpoint.CheckpointFile;
import org.dl4jfreeze.support.CapturedLog;
import org.dl4jfreeze.support.JavaProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Files that somebody has made to run code, or to exhaust memory or time, when they are loaded. */
class MaliciousCheckpointTest {

    private static final GoldenCheckpoint GOLDEN = GoldenCheckpoint.MULTI_LAYER_AFTER_T0;
    private static final String MASK = "dl4jfreeze/mask.npy";

    /** Heap memory that a refusal may take in all; what the bombs inflate to is a multiple. */
    private static final long LITTLE = 100L << 20;

    private static final long BOMB = 300L << 20;

    private static boolean codeOfTheFileHasRun;

    /** Runs when it is deserialised. */
    private static final class Payload implements Serializable {

        private static final long serialVersionUID = 1;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            codeOfTheFileHasRun = true;
            in.defaultReadObject();
        }
    }

    @TempDir
    Path folder;

    private Path file;
    private CheckpointZip zip;

    @BeforeEach
    void open() throws IOException {
        codeOfTheFileHasRun = false;
        file = folder.resolve("malicious.zip");
        zip = new CheckpointZip(GOLDEN.content());
    }

    private static byte[] payload() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new Payload());
        }
        return bytes.toByteArray();
    }

    private void write() throws IOException {
        Files.write(file, zip.zip());
    }

    private FreezingCheckpoint load() {
        return FreezingCheckpoint.load(file.toFile());
    }

    /** Also by the file of a listener alone; soon, and without the memory that the file speaks of. */
    private void assertRefused(String... reasons) {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (boolean all : new boolean[] {true, false}) {
                long before = allocated();
                Throwable refusal = catchThrowable(() -> {
                    if (all) {
                        load();
                    } else {
                        FreezingCheckpoint.loadListener(file.toFile());
                    }
                });
                assertThat(refusal)
                        .isExactlyInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(file.toString())
                        .hasMessageContainingAll(reasons);
                assertThat(refusal.getMessage()).hasSizeLessThan(2000);
                assertThat(allocated() - before).as("allocated bytes").isLessThan(LITTLE);
            }
        });
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    @Test
    void thePayloadOfTheseTestsRunsWhereItIsDeserialised() throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(payload()))) {
            in.readObject();
        }
        assertThat(codeOfTheFileHasRun).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "objects/dl4jfreeze",
                "objects/x",
                "dl4jfreeze/x.npy",
                "preprocessor.bin",
                "normalizer.bin",
                "noupdater.bin",
                "labels.bin"
            })
    void aSerialisedObjectInAFurtherEntryIsNotTouched(String entry) throws IOException {
        zip.put(entry, payload());
        write();
        assertThat(GOLDEN.expected()).startsWith(CheckpointContent.of(load()));
        FreezingCheckpoint.loadListener(file.toFile());
        zip.rehash();
        write();
        assertThat(GOLDEN.expected()).startsWith(CheckpointContent.of(load()));
        assertThat(codeOfTheFileHasRun).isFalse();
    }

    @Test
    void aSerialisedObjectInPlaceOfAnEntryIsRefused() throws IOException {
        for (String entry : new ArrayList<>(zip.entries().keySet())) {
            zip = new CheckpointZip(GOLDEN.content()).put(entry, payload());
            if (!entry.equals(CheckpointZip.JSON)) {
                zip.rehash();
            }
            write();
            assertThat(catchThrowable(this::load))
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining(
                            entry.substring(entry.indexOf('/') + 1).replace(".npy", ""));
            assertThat(codeOfTheFileHasRun).isFalse();
        }
    }

    @Test
    void aPreprocessorIsLeftOutWithAWarning() throws IOException {
        zip.put("preprocessor.bin", payload());
        write();
        try (CapturedLog log = new CapturedLog(CheckpointFile.class)) {
            load();
            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains(file.toString(), "preprocessor.bin", "not loaded");
        }
        assertThat(codeOfTheFileHasRun).isFalse();
    }

    @Test
    void theOldFormatIsRefusedByItsName() throws IOException {
        zip.entries().keySet().removeIf(name -> name.startsWith("dl4jfreeze/"));
        zip.put("objects/dl4jfreeze", payload());
        write();
        assertRefused("objects/dl4jfreeze", "a serialised Java object", "ModelSerializer");
        assertThat(codeOfTheFileHasRun).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 0, -1, Long.MAX_VALUE})
    void anotherVersionIsRefusedByItsNumber(long version) throws IOException {
        ObjectNode json = (ObjectNode) zip.json(CheckpointZip.JSON);
        json.put("version", version).put("somethingNew", true);
        zip.put(CheckpointZip.JSON, json);
        write();
        assertRefused("version " + version + " of the format", "reads version 1");
    }

    /** Writes an entry of a multiple of the memory that is allowed, and corrects the lengths in the file's directory if wanted. */
    private void bomb(String entry, byte[] begin, byte filling, long length, Integer declared) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream bomb = new ZipOutputStream(out)) {
            bomb.setLevel(Deflater.BEST_SPEED);
            for (String name : zip.entries().keySet()) {
                bomb.putNextEntry(new ZipEntry(name));
                if (name.equals(entry)) {
                    bomb.write(begin);
                    byte[] piece = new byte[1 << 16];
                    Arrays.fill(piece, filling);
                    for (long done = begin.length; done < length; done += piece.length) {
                        bomb.write(piece);
                    }
                } else {
                    bomb.write(zip.get(name));
                }
                bomb.closeEntry();
            }
        }
        if (declared != null) {
            declare(entry, declared);
        }
    }

    /** Overwrites the uncompressed length of an entry in the directory at the file's end. */
    private void declare(String entry, int length) throws IOException {
        byte[] content = Files.readAllBytes(file);
        ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        byte[] name = entry.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < content.length - 46 - name.length; at++) {
            if (buffer.getInt(at) == 0x02014b50
                    && new String(content, at + 46, name.length, StandardCharsets.US_ASCII).equals(entry)) {
                buffer.putInt(at + 24, length);
                Files.write(file, content);
                return;
            }
        }
        throw new IllegalArgumentException(entry);
    }

    @ParameterizedTest
    @ValueSource(strings = {MASK, "dl4jfreeze/gradientVariance.npy", "dl4jfreeze/order.npy", CheckpointZip.JSON})
    void anEntryThatInflatesToAMultipleOfItsLength(String entry) throws IOException {
        byte[] begin = zip.get(entry);
        bomb(entry, begin, (byte) ' ', BOMB, null);
        assertThat(file).isRegularFile();
        assertThat(Files.size(file)).isLessThan(10L << 20);
        assertRefused(entry);
        declare(entry, begin.length);
        boolean listed = !entry.equals(CheckpointZip.JSON);
        if (listed) {
            // what is there beyond the length that was saved is not read
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                long before = allocated();
                assertThat(GOLDEN.expected()).startsWith(CheckpointContent.of(load()));
                assertThat(allocated() - before).isLessThan(LITTLE);
            });
        } else {
            assertRefused(entry);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"configuration.json", "coefficients.bin", "updaterState.bin"})
    void anEntryOfTheNetworkThatInflatesToAMultipleOfItsLength(String entry) throws IOException {
        bomb(entry, zip.get(entry), (byte) '[', BOMB, null);
        assertThat(catchThrowable(this::load))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(entry);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"version\":1,\"x\":[", "{\"version\":1,\"entries\":{\"", "["})
    void aHundredMegabytesOfJson(String begin) throws IOException {
        bomb(CheckpointZip.JSON, begin.getBytes(StandardCharsets.US_ASCII), (byte) '[', 100 << 20, null);
        assertRefused(CheckpointZip.JSON);
    }

    @Test
    void nestedArrays() throws IOException {
        for (int levels : List.of(100, 100_000)) {
            String nested = "[".repeat(levels) + "]".repeat(levels);
            zip.put(
                    CheckpointZip.JSON,
                    ("{\"version\":1,\"options\":" + nested + "}").getBytes(StandardCharsets.UTF_8));
            write();
            assertRefused(CheckpointZip.JSON, "nesting");
        }
    }

    @Test
    void nestedArraysInTheConfiguration() throws IOException {
        String nested = "[".repeat(100_000) + "]".repeat(100_000);
        zip.put("configuration.json", ("{\"confs\":" + nested + "}").getBytes(StandardCharsets.UTF_8))
                .rehash();
        write();
        assertThat(catchThrowable(this::load))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("configuration.json");
    }

    /** A layer of 10^9 parameters in the configuration and in the headers, and as few elements as before. */
    @ParameterizedTest
    @ValueSource(longs = {250_000_000L, 1L << 40, 1L << 59, 1L << 62, -3})
    void lengthsBeyondTheMemory(long inputs) throws IOException {
        ObjectNode configuration = (ObjectNode) zip.json("configuration.json");
        ((ObjectNode) configuration.at("/confs/0/layer")).put("nin", inputs);
        byte[] coefficients = zip.get("coefficients.bin");
        long parameters = 4 * inputs + 4 + 10;
        ByteBuffer header = ByteBuffer.wrap(coefficients);
        for (int at = 0; at < 170; at++) {
            if (header.getLong(at) == 26) {
                header.putLong(at, parameters);
            }
        }
        zip.put("configuration.json", configuration).rehash();
        write();
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            long before = allocated();
            assertThat(catchThrowable(this::load))
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("coefficients.bin");
            assertThat(allocated() - before).isLessThan(LITTLE);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, 1 << 30, 0, -1})
    void groupsBeyondTheMemory(int length) throws IOException {
        ObjectNode json = (ObjectNode) zip.json(CheckpointZip.JSON);
        ((ObjectNode) json.at("/training/groups/0")).put("length", length);
        zip.put(CheckpointZip.JSON, json);
        write();
        assertRefused("");
    }

    /** LAPACK fails at NaN, which would be in the middle of the training. */
    @ParameterizedTest
    @CsvSource({
        "COVARIANCE_FACTORED,differences-0,NaN",
        "COVARIANCE_FACTORED,differences-0,Infinity",
        "COVARIANCE_FACTORED,weights,NaN",
        "COVARIANCE_FACTORED,weights,-1",
        "COVARIANCE_DENSE,differences-0,NaN",
        "COVARIANCE_DENSE,weights,Infinity",
        "COVARIANCE_DENSE,triangle-0,NaN",
        "COVARIANCE_DENSE,triangle-0,-Infinity"
    })
    void aCovarianceThatIsNotFinite(GoldenCheckpoint golden, String array, double number) throws IOException {
        String entry = "dl4jfreeze/covariance-" + array + ".npy";
        zip = new CheckpointZip(golden.content());
        put(entry, golden.type() == DataType.DOUBLE || array.equals("weights") ? 8 : 4, 1, number);
        assertRefused("covariance-" + array);
    }

    /** Squares of large gradients overflow, so that this can have been saved. */
    @Test
    void aVarianceThatIsNotFiniteDoesNotStopTheTraining() throws IOException {
        GoldenCheckpoint golden = GoldenCheckpoint.COVARIANCE_DENSE;
        zip = new CheckpointZip(golden.content());
        put("dl4jfreeze/covariance-triangle-0.npy", 8, 0, Double.POSITIVE_INFINITY);
        FreezingCheckpoint loaded = load();
        try (CapturedLog log = new CapturedLog()) {
            golden.train(loaded.model(), golden.iterations(), golden.iterations() + 3);
            assertThat(log.warnings()).singleElement().asString().contains("total variance Infinity", "finite");
        }
        assertThat(loaded.listener().mask().frozenCount()).isEqualTo(13);
        assertThat(loaded.listener().order().parameterAt(5)).isEqualTo(5);
    }

    private void put(String entry, int width, int index, double number) throws IOException {
        byte[] content = zip.get(entry);
        ByteBuffer elements = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int at = 128 + width * index;
        if (width == 8) {
            elements.putDouble(at, number);
        } else {
            elements.putFloat(at, (float) number);
        }
        zip.rehash();
        write();
    }

    @Test
    void manyGroups() throws IOException {
        ObjectNode json = (ObjectNode) zip.json(CheckpointZip.JSON);
        ArrayNode groups = (ArrayNode) json.at("/training/groups");
        for (int i = 0; i < 20_000; i++) {
            groups.add(groups.get(0).deepCopy());
        }
        zip.put(CheckpointZip.JSON, json);
        write();
        assertRefused("");
    }

    /** Each of them takes two or three bytes, and an object in the heap; the zip file has a hundredth of that. */
    @Test
    void jsonThatWouldFillTheHeapIsRefusedForLackOfMemory() throws Exception {
        byte[] objects = "{},".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        List<String> names = List.of(CheckpointZip.JSON, "configuration.json");
        for (String name : names) {
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            json.write((name.equals(CheckpointZip.JSON) ? "{\"entries\":[" : "{\"confs\":[")
                    .getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 60; i++) {
                json.write(objects);
            }
            json.write("{}]}".getBytes(StandardCharsets.US_ASCII));
            CheckpointZip forged = new CheckpointZip(GOLDEN.content()).put(name, json.toByteArray());
            if (!name.equals(CheckpointZip.JSON)) {
                forged.rehash();
            }
            Files.write(folder.resolve(names.indexOf(name) + ".zip"), forged.zip());
        }
        String printed = JavaProcess.run(
                folder,
                List.of("-Xmx96m", "-XX:TieredStopAtLevel=1", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"),
                Refusals.class,
                folder.resolve("0.zip").toString(),
                folder.resolve("1.zip").toString());
        for (String name : names) {
            assertThat(printed)
                    .contains("java.lang.IllegalStateException: Cannot load the checkpoint "
                            + folder.resolve(names.indexOf(name) + ".zip") + ": " + name + " has ");
        }
    }

    /** Prints why files are refused. */
    static final class Refusals {

        private Refusals() {}

        public static void main(String[] files) {
            for (String file : files) {
                System.out.println(catchThrowable(() -> FreezingCheckpoint.load(new File(file))));
            }
        }
    }
}
