package org.dl4jfreeze.examples.backend;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Applies settings under which a network of a few hundred parameters trains several times faster, because such networks are bound
 * by the overhead of native calls. Parallelism comes from whole runs, one per Java thread.
 *
 * <p>System properties that the user set are not changed.
 */
public final class SmallNetworkTuning {

    private SmallNetworkTuning() {}

    /**
     * Sets the properties that ND4J reads only when it loads: call this first in {@code main}.
     *
     * <p>JavaCPP's limit on physical memory makes it read the size of the process at each native allocation, which costs
     * more than the allocation; the limit on its own bytes stays in force.
     */
    public static void beforeLoading() {
        setIfAbsent("org.bytedeco.javacpp.maxphysicalbytes", "0");
        setIfAbsent("shapeinfoprovider", CachedShapeInfo.class.getName());
        setIfAbsent("opexec", SmallNetworkExecutioner.class.getName());
        setIfAbsent("java.awt.headless", "true");
    }

    /** Applies the settings of the whole process, once ND4J may load. */
    public static void forProcess() {
        Nd4j.getMemoryManager().togglePeriodicGc(false);
        Nd4j.factory().blas().setMaxThreads(1);
    }

    /** Applies the settings of only the calling thread: OpenMP's number of threads. */
    public static void forThread() {
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
