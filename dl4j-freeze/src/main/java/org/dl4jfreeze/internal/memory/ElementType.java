package org.dl4jfreeze.internal.memory;

import org.nd4j.linalg.api.buffer.DataType;

/** The types of the elements of saved arrays, little-endian. */
public enum ElementType {
    FLOAT("<f4", 4),
    DOUBLE("<f8", 8),
    INT("<i4", 4),
    BYTE("|u1", 1);

    private final String code;
    private final int width;

    ElementType(String code, int width) {
        this.code = code;
        this.width = width;
    }

    /** Returns the type in which an array of a data type, FLOAT or DOUBLE, is saved. */
    public static ElementType of(DataType type) {
        return type == DataType.DOUBLE ? DOUBLE : FLOAT;
    }

    /** Returns NumPy's name of the type. */
    public String code() {
        return code;
    }

    /** Returns the number of bytes of an element. */
    public int width() {
        return width;
    }
}
