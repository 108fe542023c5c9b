package org.dl4jfreeze.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.dl4jfreeze.support.KilledProcess;

/** Replaces a file again and again by content that tells by itself whether it is whole. */
final class Overwriter {

    private static final int LEAST_BYTES = 800_000;
    private static final int MORE_BYTES = 400_000;

    private Overwriter() {}

    /** Arguments: the file, and how many times; for ever without the latter. */
    public static void main(String[] arguments) throws IOException {
        long times = arguments.length > 1 ? Long.parseLong(arguments[1]) : Long.MAX_VALUE;
        Path file = Path.of(arguments[0]);
        // from here on it does nothing but save, so that most kills come within a save, however busy the machine is
        byte[][] contents = contents(8);
        overwrite(file, 1, contents);
        System.out.println(KilledProcess.STARTS);
        overwrite(file, times, contents);
    }

    static void overwrite(Path file, long times) throws IOException {
        overwrite(file, times, contents((int) Math.min(times, 8)));
    }

    private static byte[][] contents(int count) {
        Random seeds = new Random();
        byte[][] contents = new byte[count][];
        Arrays.setAll(contents, i -> content(seeds.nextLong()));
        return contents;
    }

    private static void overwrite(Path file, long times, byte[][] contents) throws IOException {
        for (long i = 0; i < times; i++) {
            byte[] content = contents[(int) (i % contents.length)];
            SafeFile.write(file, out -> out.write(content));
        }
    }

    /** Returns bytes of a length and of values that the first eight of them determine. */
    private static byte[] content(long seed) {
        Random random = new Random(seed);
        byte[] content = new byte[LEAST_BYTES + random.nextInt(MORE_BYTES)];
        random.nextBytes(content);
        ByteBuffer.wrap(content).putLong(seed);
        return content;
    }

    static void assertWhole(Path file) throws IOException {
        byte[] found = Files.readAllBytes(file);
        assertThat(found.length).as("bytes").isGreaterThanOrEqualTo(LEAST_BYTES);
        assertThat(Arrays.equals(found, content(ByteBuffer.wrap(found).getLong())))
                .as("the file is whole")
                .isTrue();
    }
}
