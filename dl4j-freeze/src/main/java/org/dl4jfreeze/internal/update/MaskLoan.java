package org.dl4jfreeze.internal.update;

import java.util.concurrent.locks.Lock;
import org.dl4jfreeze.internal.memory.DirectArray;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mask's place in the updater state, borrowed as scratch memory while nothing is frozen: all it holds then is zeros, which
 * {@link #close()} restores. A caller that needs a vector over all parameters for a moment need not allocate one.
 *
 * <p>While it is borrowed, another thread that reads the mask waits. A thread that copies the state without asking the updater
 * finds gradients there, of both signs, which {@link MaskCodec#read} recognises as such: nothing frozen.
 */
public final class MaskLoan implements AutoCloseable {

    /** Number of first entries in which tasks of Spark keep counters that must survive the loan. */
    static final int COUNTERS = 64;

    private final INDArray place;
    private final Lock lock;
    private final DirectArray memory = new DirectArray();
    private final double[] counters;

    /**
     * Creates a loan that is not open.
     *
     * @param mask in direct memory
     * @param lock held by the thread that borrows, and released by {@link #close()}
     */
    MaskLoan(INDArray mask, Lock lock) {
        this.place = mask;
        this.lock = lock;
        this.counters = new double[(int) Math.min(COUNTERS, mask.length())];
    }

    /** Sets the place to zeros; the caller holds the lock. */
    MaskLoan open() {
        memory.of(place);
        for (int i = 0; i < counters.length; i++) {
            counters[i] = memory.get(i);
        }
        memory.clear(0, counters.length);
        return this;
    }

    /** Returns the borrowed memory: n numbers, all 0 when the loan begins, to be overwritten at will. */
    public INDArray memory() {
        return place;
    }

    @Override
    public void close() {
        try {
            memory.clear(0, (int) place.length());
            for (int i = 0; i < counters.length; i++) {
                if (counters[i] != 0) {
                    place.putScalar(i, counters[i]);
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
