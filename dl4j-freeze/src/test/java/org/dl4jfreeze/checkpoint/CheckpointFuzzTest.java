package org.dl4jfreeze.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dl4jfreeze.support.JavaProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mutants of checkpoints: each is loaded bit for bit or refused by the documented exceptions, in little memory and time. The system
 * property {@code dl4jfreeze.mutants} sets their number, {@code dl4jfreeze.mutants.seed} the first one's seed.
 */
class CheckpointFuzzTest {

    private static final int MUTANTS = Integer.getInteger("dl4jfreeze.mutants", 2000);
    /** So few that a process of them ends within the minutes that {@link JavaProcess} gives it. */
    private static final int PER_PROCESS = 2000;

    private static final List<String> LITTLE_MEMORY = List.of(
            "-Xmx96m",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.bytedeco.javacpp.maxbytes=128M",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=1500M");

    @TempDir
    Path folder;

    @Test
    void everyMutantIsLoadedBitForBitOrRefused() throws Exception {
        long seed = Long.getLong("dl4jfreeze.mutants.seed", System.nanoTime() >>> 1);
        System.out.println(MUTANTS + " mutants of checkpoints, -Ddl4jfreeze.mutants.seed=" + seed);
        for (int done = 0; done < MUTANTS; done += PER_PROCESS) {
            int count = Math.min(PER_PROCESS, MUTANTS - done);
            String printed = JavaProcess.run(
                    folder,
                    LITTLE_MEMORY,
                    CheckpointFuzz.class,
                    folder.toString(),
                    String.valueOf(seed + done),
                    String.valueOf(count));
            for (CheckpointMutant.Kind kind : CheckpointMutant.Kind.values()) {
                assertLoadedAndRefused(kind, printed, count);
            }
        }
    }

    /** A kind of which nothing is loaded, or nothing refused, would be damage that does not get far. */
    private static void assertLoadedAndRefused(CheckpointMutant.Kind kind, String printed, int count) {
        Matcher found =
                Pattern.compile(kind + ": (\\d+) loaded, (\\d+) refused").matcher(printed);
        assertThat(found.find()).as(printed).isTrue();
        int loaded = Integer.parseInt(found.group(1));
        int refused = Integer.parseInt(found.group(2));
        if (count >= 2000) {
            assertThat(loaded).as("loaded of %s", kind).isPositive();
            assertThat(refused).as("refused of %s", kind).isGreaterThan(count / 20);
        }
        assertThat(loaded + refused).as("mutants of %s", kind).isBetween(count / 12, count / 3 + 10);
    }
}
