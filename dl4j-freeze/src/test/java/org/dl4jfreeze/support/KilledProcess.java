package org.dl4jfreeze.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Starts a process that saves files in an endless loop, and kills it at a random moment, again and again.
 *
 * <p>Its main class prints {@link #STARTS} before its first save. The system property {@code dl4jfreeze.kills} sets the number of kills,
 * {@code dl4jfreeze.kills.seed} repeats the moments of an earlier run.
 */
public final class KilledProcess {

    /** The line that the process prints when it begins to save. */
    public static final String STARTS = "saving";

    private static final int USUAL_KILLS = 20;

    /** Looks at the files after a kill. */
    public interface Check {

        void after(int kill) throws Exception;
    }

    private final Path folder;
    private final List<String> options;
    private final Class<?> main;
    private final String[] arguments;

    /**
     * @param folder    for files of the process, other than those that it saves
     * @param options   of the virtual machine
     * @param arguments of the main class
     */
    public KilledProcess(Path folder, List<String> options, Class<?> main, String... arguments) {
        this.folder = folder;
        this.options = options;
        this.main = main;
        this.arguments = arguments;
    }

    /** Kills it 20 times, unless the system property says otherwise. */
    public void kill(int longestMillis, Check check) throws Exception {
        kill(USUAL_KILLS, longestMillis, check);
    }

    /**
     * Kills it several times.
     *
     * @param usual         how often, unless the system property says otherwise
     * @param longestMillis until a kill, from when the process begins to save; the time of a few saves
     */
    public void kill(int usual, int longestMillis, Check check) throws Exception {
        int kills = Integer.getInteger("dl4jfreeze.kills", usual);
        long seed = Long.getLong("dl4jfreeze.kills.seed", System.nanoTime());
        String run = main.getSimpleName() + ", " + kills + " kills, -Ddl4jfreeze.kills.seed=" + seed;
        System.out.println(run);
        Random random = new Random(seed);
        for (int kill = 0; kill < kills; kill++) {
            killOnce(random.nextInt(longestMillis * 1000));
            try {
                check.after(kill);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("After kill " + kill + " of " + run + ": " + e.getMessage(), e);
            }
        }
    }

    private void killOnce(int micros) throws IOException, InterruptedException {
        Process process = JavaProcess.builder(folder, options, main, arguments).start();
        try (BufferedReader printed = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            StringBuilder before = new StringBuilder();
            String line = printed.readLine();
            while (line != null && !line.equals(STARTS)) {
                before.append(line).append('\n');
                line = printed.readLine();
            }
            assertThat(line).as("the process has ended: %s", before).isEqualTo(STARTS);
            Thread.sleep(micros / 1000, micros % 1000 * 1000);
            assertThat(process.isAlive())
                    .as("the process saves until it is killed")
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
