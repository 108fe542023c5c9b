package org.dl4jfreeze.internal.memory;

import java.io.IOException;
import java.io.InputStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Finds the arrays that an {@link ArraySink} has stored. */
public interface ArraySource {

    /**
     * Checks that there is an array of this type and shape, so that no memory is taken for another.
     *
     * @throws IOException if it is missing, or of another type or shape
     */
    void check(String name, ElementType type, long... shape) throws IOException;

    /**
     * Opens an array, after the same check. All of it must be read, and the stream closed: only then it is known to be what was
     * saved.
     *
     * @throws IOException if it is missing, of another type or shape, or damaged, which may be noticed only by {@code close}
     */
    InputStream open(String name, ElementType type, long... shape) throws IOException;

    /** Reads an array into one of FLOAT or DOUBLE, whose type and shape it must have. */
    default void read(String name, INDArray target) throws IOException {
        try (InputStream in = open(name, ElementType.of(target.dataType()), target.shape())) {
            FlatArray.read(in, target);
        }
    }

    /**
     * Reads an array into a new one of FLOAT or DOUBLE.
     *
     * @throws IllegalStateException if there is too little memory
     */
    default INDArray read(String name, DataType type, long length) throws IOException {
        check(name, ElementType.of(type), length);
        OffHeapMemory.require(
                Math.multiplyExact(length, type.width()), "Loading the array " + name, "free other memory");
        INDArray array = FlatArray.uninitialised(type, length);
        read(name, array);
        return array;
    }
}
