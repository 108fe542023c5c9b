package org.dl4jfreeze.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another process with the class path of this one. */
public final class JavaProcess {

    private JavaProcess() {}

    /**
     * Runs a main class to its end.
     *
     * @param folder for its files
     * @return what it has printed; it has ended without error
     */
    public static String run(Path folder, List<String> options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Process process = builder(folder, options, main, arguments)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        String printed = Files.readString(log);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }

    /**
     * Prepares a process that runs a main class; output and errors are one stream.
     *
     * @param folder for its files
     */
    public static ProcessBuilder builder(Path folder, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        // the class path is too long for some systems' command lines
        Path classPath = folder.resolve("arguments");
        Files.writeString(
                classPath, "-cp \"" + System.getProperty("java.class.path").replace("\\", "\\\\") + "\"");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("@" + classPath);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }
}
