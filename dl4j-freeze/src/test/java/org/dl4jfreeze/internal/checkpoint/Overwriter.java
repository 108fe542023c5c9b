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
        System.out.println(KilledProcess.STARTS);
        long times = arguments.length > 1 ? Long.parseLong(arguments[1]) : Long.MAX_VALUE;
        overwrite(Path.of(arguments[0]), times);
    }

    static void overwrite(Path file, long times) throws IOException {
        Random seeds = new Random();
        for (long i = 0; i < times; i++) {
            byte[] content = content(seeds.nextLong());
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
