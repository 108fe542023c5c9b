package org.dl4jfreeze.examples.covariance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The memory of the process in bytes as the kernel counts it, Java heap included: now, and the highest since the program started;
 * empty where there is no {@code /proc/self/status}.
 */
public record ProcessMemory(OptionalLong resident, OptionalLong highest) {

    private static final Path STATUS = Path.of("/proc/self/status");

    static ProcessMemory now() {
        return new ProcessMemory(read("VmRSS:"), read("VmHWM:"));
    }

    private static OptionalLong read(String name) {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
