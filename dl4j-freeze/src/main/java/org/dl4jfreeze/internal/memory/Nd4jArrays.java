package org.dl4jfreeze.internal.memory;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.zip.ZipException;
import org.bytedeco.javacpp.indexer.Bfloat16Indexer;
import org.bytedeco.javacpp.indexer.HalfIndexer;
import org.nd4j.linalg.api.buffer.DataBuffer.AllocationMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads arrays of the format that {@code Nd4j.write} has: a buffer of shape information and one of the elements, each with mode,
 * length and data type in front, big-endian. Unlike {@code Nd4j.read}, takes no memory, and believes no strides, before the length is
 * the expected one.
 */
public final class Nd4jArrays {

    /** Rank, shape, strides, options, element-wise stride, order. */
    private static final long MOST_SHAPE_NUMBERS = 2 * 32 + 4;

    private Nd4jArrays() {}

    /**
     * Reads a vector.
     *
     * @param name  of the entry, for messages
     * @param bytes how many the entry has
     * @return a new array [length], HALF, BFLOAT16, FLOAT or DOUBLE
     * @throws ZipException          if it is another array
     * @throws IllegalStateException if there is too little memory
     */
    public static INDArray read(String name, long length, long bytes, DataInputStream in) throws IOException {
        Header shape = header(name, DataType.INT64, in);
        long shapeNumbers = shape.length;
        check(
                name,
                shapeNumbers >= 4 && shapeNumbers <= MOST_SHAPE_NUMBERS,
                shapeNumbers + " numbers of shape information");
        long rank = in.readLong();
        check(name, rank >= 1 && shapeNumbers == 2 * rank + 4, "rank " + rank);
        for (int i = 0; i < rank; i++) {
            long size = in.readLong();
            check(name, i == rank - 1 ? size == length : size == 1, "the size " + size + " in dimension " + i);
        }
        for (long i = rank + 1; i < shapeNumbers; i++) {
            in.readLong();
        }
        Header elements = header(name, null, in);
        check(name, elements.length == length, elements.length + " elements");
        long ofElements = bytes - shape.bytes - shapeNumbers * Long.BYTES - elements.bytes;
        int width = elements.type.width();
        check(
                name,
                length > 0 && ofElements % width == 0 && ofElements / width == length,
                ofElements + " bytes for " + length + " elements");
        OffHeapMemory.require(ofElements, "Loading " + name, "free other memory");
        return elements(elements.type, length, in);
    }

    /** What stands in front of a buffer. */
    private static final class Header {
        long bytes;
        long length;
        DataType type;
    }

    private static Header header(String name, DataType expected, DataInputStream in) throws IOException {
        Header header = new Header();
        String mode = in.readUTF();
        check(name, mode.equals(AllocationMode.MIXED_DATA_TYPES.name()), "the allocation mode " + mode);
        header.length = in.readLong();
        String type = in.readUTF();
        // of the characters that these names have, each is one byte
        header.bytes = Short.BYTES + mode.length() + Long.BYTES + Short.BYTES + type.length();
        for (DataType known : DataType.values()) {
            if (known.name().equals(type)) {
                header.type = known;
            }
        }
        check(
                name,
                header.type != null && (expected == null ? header.type.isFPType() : header.type == expected),
                "the data type " + type);
        return header;
    }

    private static void check(String name, boolean valid, String found) throws ZipException {
        if (!valid) {
            throw new ZipException(name + " does not fit the network: it has " + found);
        }
    }

    private static INDArray elements(DataType type, long length, DataInputStream in) throws IOException {
        DataType readAs = type == DataType.DOUBLE ? DataType.DOUBLE : DataType.FLOAT;
        INDArray array = FlatArray.uninitialised(readAs, length);
        double[] piece = new double[(int) Math.min(length, FlatArray.PIECE)];
        for (long done = 0; done < length; done += piece.length) {
            int count = (int) Math.min(piece.length, length - done);
            for (int i = 0; i < count; i++) {
                piece[i] = element(type, in);
            }
            FlatArray.write(array, done, piece, 0, count);
        }
        if (type == readAs) {
            return array;
        }
        INDArray half = array.castTo(type);
        FlatArray.release(array);
        return half;
    }

    private static double element(DataType type, DataInputStream in) throws IOException {
        switch (type) {
            case DOUBLE:
                return in.readDouble();
            case FLOAT:
                return in.readFloat();
            case HALF:
                return HalfIndexer.toFloat(in.readShort());
            default:
                return Bfloat16Indexer.toFloat(in.readShort());
        }
    }
}
