package org.dl4jfreeze.internal.memory;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * One number for each of consecutive parameters, stored in an array of its own: DL4J keeps updater state block by block.
 *
 * <p>Arithmetic is in FLOAT or DOUBLE. Of an array in half precision a copy in FLOAT is kept, and written back after each change.
 */
public final class VectorSegment {

    private static final double LARGEST_HALF = 65_504;

    private final long offset;
    private final INDArray storage;
    private final INDArray values;

    /** Starts with the numbers of an array of shape [n], the first of which is that of parameter {@code offset}. */
    public VectorSegment(long offset, INDArray storage) {
        this.offset = offset;
        this.storage = storage;
        this.values = FlatArray.atLeastFloat(storage);
    }

    /** Returns the index of the first parameter. */
    public long offset() {
        return offset;
    }

    /** Returns the numbers, FLOAT or DOUBLE; after writing to them, call {@link #publish()}. */
    public INDArray values() {
        return values;
    }

    /** Returns this segment's part of a vector over all parameters: a view. */
    public INDArray part(INDArray vector) {
        return FlatArray.range(vector, offset, storage.length());
    }

    /** Writes changed numbers to an array in half precision; those above the largest number that it can hold as that. */
    public void publish() {
        if (values != storage) {
            storage.assign(values);
            if (storage.dataType() == DataType.FLOAT16) {
                Transforms.min(storage, LARGEST_HALF, false);
            }
        }
    }

    /** Overwrites the numbers by this segment's part of a vector, shape [p]. */
    public void assign(INDArray vector) {
        values.assign(part(vector));
        publish();
    }

    /** Copies the numbers to this segment's part of a vector, shape [p], FLOAT or DOUBLE. */
    public void copyTo(INDArray vector) {
        part(vector).assign(values);
    }
}
