package org.dl4jfreeze.internal.dl4j;

import java.util.EnumMap;
import java.util.Map;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.dl4jfreeze.internal.update.MaskLoan;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Memory for one vector over all parameters, which a sample needs while it is taken.
 *
 * <p>While nothing is frozen this is the mask's place in the updater state, so that sampling needs no vector in addition to the
 * state; otherwise it is separate memory, kept for the next sample. {@link NetworkView#openSample} opens it, and
 * {@link #close()} restores the mask's place, also after an exception.
 */
public final class SampleScratch implements AutoCloseable {

    private final long length;
    private final Map<DataType, INDArray> own = new EnumMap<>(DataType.class);
    /** The mask's place while it is borrowed, else null. */
    private MaskLoan loan;

    private boolean isBorrowedZero;

    /**
     * Creates scratch memory that is not open: it uses separate memory.
     *
     * @param length number of parameters
     */
    public SampleScratch(long length) {
        this.length = length;
    }

    /** Uses a borrowed place until {@link #close()}; null for separate memory. */
    SampleScratch open(MaskLoan borrowed) {
        if (loan != null) {
            throw new IllegalStateException("A sample of this network is still open; close it before opening the next");
        }
        loan = borrowed;
        isBorrowedZero = true;
        return this;
    }

    /** Returns the vector, shape [p], with undefined contents; valid until the next call and until {@link #close()}. */
    public INDArray vector(DataType type) {
        if (isBorrowed(type)) {
            isBorrowedZero = false;
            return loan.memory();
        }
        return own.computeIfAbsent(type, absent -> FlatArray.zeros(absent, length));
    }

    /** Returns the vector filled with zeros, for layers that do not write all of their gradient. */
    public INDArray zeros(DataType type) {
        boolean zeros = isBorrowed(type) && isBorrowedZero;
        INDArray vector = vector(type);
        return zeros ? vector : vector.assign(0);
    }

    private boolean isBorrowed(DataType type) {
        return loan != null && loan.memory().dataType() == type;
    }

    /** Releases the separate memory; the next use allocates it again. */
    void release() {
        own.clear();
    }

    /** Restores the mask's place and gives it back to the updater. */
    @Override
    public void close() {
        if (loan != null) {
            MaskLoan borrowed = loan;
            loan = null;
            borrowed.close();
        }
    }
}
