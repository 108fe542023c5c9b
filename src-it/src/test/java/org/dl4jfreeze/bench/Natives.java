package org.dl4jfreeze.bench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;
import org.nd4j.nativeblas.NativeOps;

/** Which binaries of ND4J run, and for which processor: stock Adam is faster in those that are built for a newer one. */
final class Natives {

    private static final List<String> LEVELS = List.of("any x86", "any x86", "AVX2", "AVX-512");

    private Natives() {}

    /**
     * Prints it; to be called before anything else of ND4J, which ends the process where the processor lacks what the binaries
     * need. Then nothing is measured, and the reason is printed.
     */
    static void print() {
        NativeOps natives = new Nd4jCpu();
        String found = String.format(
                "ND4J's binaries for %s on a processor with %s, %d of them",
                LEVELS.get(natives.binaryLevel()),
                LEVELS.get(natives.optimalLevel()),
                Runtime.getRuntime().availableProcessors());
        System.out.println(found);
        assumeTrue(natives.isMinimalRequirementsMet(), found + ": these can't be measured here");
    }
}
