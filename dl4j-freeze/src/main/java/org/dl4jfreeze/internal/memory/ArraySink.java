package org.dl4jfreeze.internal.memory;

import java.io.IOException;
import java.io.OutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Stores the arrays of something that is saved, one after the other, each under a name. */
public interface ArraySink {

    /**
     * Begins an array. The elements are written next, little-endian and in C order, and the stream closed before the next array
     * begins.
     *
     * @throws IOException if it cannot be written
     */
    OutputStream create(String name, ElementType type, long... shape) throws IOException;

    /** Stores a FLOAT or DOUBLE array. */
    default void write(String name, INDArray array) throws IOException {
        try (OutputStream out = create(name, ElementType.of(array.dataType()), array.shape())) {
            FlatArray.write(array, out);
        }
    }
}
