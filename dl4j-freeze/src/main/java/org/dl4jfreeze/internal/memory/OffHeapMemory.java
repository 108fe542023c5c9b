package org.dl4jfreeze.internal.memory;

import org.bytedeco.javacpp.Pointer;

/** How much memory ND4J may still take, asked before it is needed. */
public final class OffHeapMemory {

    private OffHeapMemory() {}

    /**
     * Checks that there is enough.
     *
     * @param bytes   how much is needed
     * @param purpose what for; the beginning of the message
     * @param wayOut  what can be done if there is not; the end of it
     * @throws IllegalStateException if less is {@link #available()}
     */
    public static void require(long bytes, String purpose, String wayOut) {
        require(bytes, available(), purpose, wayOut);
    }

    static void require(long bytes, long available, String purpose, String wayOut) {
        if (bytes > available) {
            throw new IllegalStateException(purpose + ", " + bytes + " bytes of off-heap memory are needed, and "
                    + available + " are there; " + wayOut);
        }
    }

    /**
     * Numbers of bytes together.
     *
     * @param a at least 0
     * @param b at least 0
     * @return their sum; {@code Long.MAX_VALUE} if it is more than that
     */
    public static long sum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    /**
     * What there is: of the machine's memory, and of JavaCPP's limit on that of the process, if there is one. JavaCPP's limit on
     * off-heap memory says nothing, since ND4J's arrays are not counted there.
     *
     * @return bytes
     */
    public static long available() {
        long limit = Pointer.maxPhysicalBytes();
        long ofLimit = limit > 0 ? Math.max(0, limit - Pointer.physicalBytes()) : Long.MAX_VALUE;
        return Math.min(ofLimit, Pointer.availablePhysicalBytes());
    }
}
