package org.dl4jfreeze.support;

import org.dl4jfreeze.internal.memory.DirectBuffers;

/** Runs something once over direct memory and once by ND4J operations alone, as on a backend other than the CPU's. */
public final class BothPaths {

    private BothPaths() {}

    public static void forEach(Runnable check) {
        withDirectMemory(true, check);
        withDirectMemory(false, check);
    }

    public static void withDirectMemory(boolean direct, Runnable check) {
        DirectBuffers.setEnabled(direct);
        try {
            check.run();
        } finally {
            DirectBuffers.setEnabled(true);
        }
    }
}
