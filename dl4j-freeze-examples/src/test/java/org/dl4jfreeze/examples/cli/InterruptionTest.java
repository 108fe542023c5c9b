package org.dl4jfreeze.examples.cli;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dl4jfreeze.examples.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A program that is interrupted says what is kept and how to resume. Ends a process as Ctrl-C does, which Windows cannot. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Java cannot interrupt another process there")
class InterruptionTest {

    @TempDir
    private Path folder;

    @Test
    void theCommandThatResumesIsShown() {
        String command = "boston --runs 500 --fractions 0.5 --t0 20 --iterations 40 --threads 1 --out " + folder;
        List<String> lines = interrupted(command + " --fresh", "boston: 1 of 500 runs done");
        assertThat(lines).first().asString().startsWith("boston: 500 runs, ");
        assertThat(lines)
                .last()
                .isEqualTo("Interrupted. Finished runs are kept in " + folder
                        + ". To resume, run: java -cp CLASSPATH org.dl4jfreeze.examples.Main " + command);
    }

    @Test
    void aCommandThatKeepsNothingSaysSo() {
        String command = "reordering --runs 500 --threads 1 --out " + folder;
        assertThat(interrupted(command, "reordering: 500 runs"))
                .last()
                .isEqualTo("Interrupted. Nothing was written. To start again, run: java -cp CLASSPATH"
                        + " org.dl4jfreeze.examples.Main " + command);
    }

    /** Ends the program after a line that begins like this; returns what it has written to standard error. */
    private static List<String> interrupted(String arguments, String after) {
        return assertTimeoutPreemptively(ofMinutes(5), () -> {
            Process process = start(arguments);
            List<String> lines = new ArrayList<>();
            try (BufferedReader err =
                    new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
                for (String line = err.readLine(); line != null; line = err.readLine()) {
                    lines.add(line);
                    if (line.startsWith(after)) {
                        process.toHandle().destroy();
                    }
                }
                assertThat(process.waitFor()).isNotZero();
            } finally {
                process.destroyForcibly();
            }
            return lines;
        });
    }

    private static Process start(String arguments) throws IOException {
        List<String> java = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        java.addAll(List.of(arguments.split(" ")));
        return new ProcessBuilder(java)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
