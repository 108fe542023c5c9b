package org.dl4jfreeze.internal.memory;

import org.bytedeco.javacpp.Pointer;

/** Checks how much off-heap memory ND4J can still allocate, before it is needed. */
public final class OffHeapMemory {

    private OffHeapMemory() {}

    /**
     * Checks that enough is available.
     *
     * @param purpose beginning of the message: what the memory is for
     * @param remedy  end of the message: what to do if there is not enough
     * @throws IllegalStateException if fewer bytes are {@linkplain #available available}
     */
    public static void require(long bytes, String purpose, String remedy) {
        require(bytes, available(), purpose, remedy);
    }

    static void require(long bytes, long available, String purpose, String remedy) {
        if (bytes > available) {
            throw new IllegalStateException(
                    purpose + " needs " + bytes + " bytes of off-heap memory, " + available + " available; " + remedy);
        }
    }

    /** Returns the sum of two numbers of bytes; {@code Long.MAX_VALUE} if it is more than that. */
    public static long sum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    /**
     * Returns the available bytes: of the machine's memory, and of JavaCPP's limit on that of the process, if one is set. JavaCPP's
     * limit on off-heap memory is ignored, since ND4J's arrays are not counted in it.
     */
    public static long available() {
        long limit = Pointer.maxPhysicalBytes();
        long ofLimit = limit > 0 ? Math.max(0, limit - Pointer.physicalBytes()) : Long.MAX_VALUE;
        return Math.min(ofLimit, Pointer.availablePhysicalBytes());
    }
}
