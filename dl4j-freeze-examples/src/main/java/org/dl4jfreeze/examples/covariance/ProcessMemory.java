package org.dl4jfreeze.examples.covariance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What the process holds in memory as the kernel counts it: everything, the Java heap and what it has grown by included. */
public final class ProcessMemory {

    private static final Path STATUS = Path.of("/proc/self/status");

    private final OptionalLong resident;
    private final OptionalLong highest;

    private ProcessMemory(OptionalLong resident, OptionalLong highest) {
        this.resident = resident;
        this.highest = highest;
    }

    /** As it is now. */
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

    /**
     * Resident memory.
     *
     * @return bytes; empty where there is no such kernel
     */
    public OptionalLong resident() {
        return resident;
    }

    /**
     * The highest that it has been since the program started.
     *
     * @return bytes; empty where there is no such kernel
     */
    public OptionalLong highest() {
        return highest;
    }
}
