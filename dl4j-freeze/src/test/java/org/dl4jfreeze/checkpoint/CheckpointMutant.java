package org.dl4jfreeze.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.dl4jfreeze.support.JsonMutations;

/** A checkpoint with damage, or one that was changed on purpose so that its hashes are right; a seed determines it. */
final class CheckpointMutant {

    /** What was done to the file. */
    enum Kind {
        /** Bytes of the file have changed. */
        BYTES,
        /** Entries have been lost, renamed, or exchanged for those of another file. */
        ENTRIES,
        /** {@code checkpoint.json} says something else. */
        FORGED_JSON(true),
        /** Arrays have other headers, lengths or elements, and hashes to match. */
        FORGED_ARRAY(true),
        /** DL4J's entries of parameters and updater state have other headers, lengths or elements, and hashes to match. */
        FORGED_NETWORK(true),
        /** The configuration is another one, and has the hash to match. */
        FORGED_CONFIGURATION(true);

        private final boolean forged;

        Kind() {
            this(false);
        }

        Kind(boolean forged) {
            this.forged = forged;
        }

        boolean isForged() {
            return forged;
        }
    }

    private static final int MOST_CHANGES = 4;
    /** Bytes of small numbers, of infinity and NaN, and of large numbers. */
    private static final byte[] FILLINGS = {0, 1, 2, 3, 0x7f, -1, -128, 0x70, 0x40};

    private static final String[] PARTS = {"options", "training"};

    private final GoldenCheckpoint golden;
    private final Kind kind;
    private final byte[] content;

    private CheckpointMutant(GoldenCheckpoint golden, Kind kind, byte[] content) {
        this.golden = golden;
        this.kind = kind;
        this.content = content;
    }

    GoldenCheckpoint golden() {
        return golden;
    }

    Kind kind() {
        return kind;
    }

    byte[] content() {
        return content;
    }

    static CheckpointMutant of(long seed) throws IOException {
        Random random = new Random(seed);
        GoldenCheckpoint golden = one(GoldenCheckpoint.values(), random);
        Kind kind = one(Kind.values(), random);
        byte[] file = golden.content();
        if (kind == Kind.BYTES) {
            return new CheckpointMutant(golden, kind, damaged(file, random));
        }
        CheckpointZip zip = new CheckpointZip(file);
        switch (kind) {
            case ENTRIES:
                for (int i = 1 + random.nextInt(2); i > 0; i--) {
                    exchange(zip, random);
                }
                break;
            case FORGED_JSON:
                forgeJson(zip, random);
                break;
            case FORGED_CONFIGURATION:
                forgeText(zip, "configuration.json", random);
                zip.rehash();
                break;
            default:
                forgeArrays(zip, kind, random);
                zip.rehash();
        }
        return new CheckpointMutant(golden, kind, zip.zip());
    }

    private static <T> T one(T[] all, Random random) {
        return all[random.nextInt(all.length)];
    }

    private static byte[] damaged(byte[] file, Random random) {
        byte[] content = file.clone();
        // the directory of a zip file, and the headers of its entries, are the smaller part of it
        int first = random.nextInt(3) == 0 ? Math.max(0, content.length - 900) : 0;
        for (int i = 1 + random.nextInt(MOST_CHANGES); i > 0; i--) {
            int at = first + random.nextInt(content.length - first);
            switch (random.nextInt(6)) {
                case 0:
                    byte[] range = new byte[Math.min(content.length - at, 1 + random.nextInt(64))];
                    random.nextBytes(range);
                    System.arraycopy(range, 0, content, at, range.length);
                    break;
                case 1:
                    Arrays.fill(content, at, Math.min(content.length, at + 1 + random.nextInt(8)), (byte)
                            -random.nextInt(2));
                    break;
                default:
                    content[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        int length = random.nextInt(6);
        return length == 0
                ? Arrays.copyOf(content, random.nextInt(content.length))
                : length == 1 ? Arrays.copyOf(content, content.length + random.nextInt(300)) : content;
    }

    private static void exchange(CheckpointZip zip, Random random) throws IOException {
        String name = one(zip.entries().keySet().toArray(String[]::new), random);
        switch (random.nextInt(5)) {
            case 0:
                zip.entries().remove(name);
                break;
            case 1:
                zip.put(name + "x", zip.entries().remove(name));
                break;
            case 2:
                zip.put(name, zip.get(one(zip.entries().keySet().toArray(String[]::new), random)));
                break;
            case 3:
                zip.put("preprocessor.bin", new byte[random.nextInt(100)]);
                break;
            default:
                byte[] other =
                        new CheckpointZip(one(GoldenCheckpoint.values(), random).content()).get(name);
                if (other != null) {
                    zip.put(name, other);
                }
        }
    }

    private static void forgeJson(CheckpointZip zip, Random random) throws IOException {
        if (random.nextInt(8) == 0) {
            zip.entries().remove(one(zip.entries().keySet().toArray(String[]::new), random));
        }
        if (zip.get(CheckpointZip.JSON) != null) {
            zip.rehash();
            forgeText(zip, CheckpointZip.JSON, random);
        }
    }

    private static void forgeText(CheckpointZip zip, String name, Random random) throws IOException {
        if (random.nextInt(6) == 0) {
            String text = new String(zip.get(name), StandardCharsets.UTF_8);
            zip.put(name, JsonMutations.mutant(text, random).getBytes(StandardCharsets.UTF_8));
        } else {
            JsonNode json = zip.json(name);
            // mostly what describes the training, and not the hashes, which are the larger part
            JsonForgery.change(json.path(random.nextInt(5) == 0 ? "entries" : one(PARTS, random)), json, random);
            zip.put(name, json);
        }
    }

    private static void forgeArrays(CheckpointZip zip, Kind kind, Random random) {
        List<String> names = zip.entries().keySet().stream()
                .filter(name -> name.endsWith(kind == Kind.FORGED_ARRAY ? ".npy" : ".bin"))
                .collect(Collectors.toCollection(ArrayList::new));
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            String name = names.get(random.nextInt(names.size()));
            zip.put(name, forged(zip.get(name), zip.entries(), random));
        }
    }

    private static byte[] forged(byte[] array, Map<String, byte[]> others, Random random) {
        byte[] content = array.clone();
        if (content.length < 16) {
            return content;
        }
        int inHeader = random.nextInt(Math.min(content.length, 130) - 8);
        int inElements = Math.min(content.length - 8, random.nextInt(content.length) + 100);
        switch (random.nextInt(14)) {
            case 0:
                content[inHeader] ^= (byte) (1 << random.nextInt(8));
                return content;
            case 1:
                ByteBuffer.wrap(content).putLong(inHeader, random.nextBoolean() ? Long.MAX_VALUE : -1);
                return content;
            case 2:
                ByteBuffer.wrap(content).putInt(inHeader, 1 << random.nextInt(32));
                return content;
            case 3:
                return Arrays.copyOf(content, random.nextInt(content.length));
            case 4:
                return Arrays.copyOf(content, content.length + 1 + random.nextInt(200));
            case 5:
                return one(others.values().toArray(byte[][]::new), random);
            default:
                // also numbers that are not finite, and indices and masks that mean nothing
                Arrays.fill(
                        content,
                        inElements,
                        inElements + 1 + random.nextInt(8),
                        FILLINGS[random.nextInt(FILLINGS.length)]);
                return content;
        }
    }
}
