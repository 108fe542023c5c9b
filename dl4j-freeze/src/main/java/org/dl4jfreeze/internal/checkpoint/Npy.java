package org.dl4jfreeze.internal.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.dl4jfreeze.internal.memory.ElementType;

/** The headers of NumPy's file format, version 1.0, for arrays in C order: the elements follow. */
final class Npy {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;

    private Npy() {}

    /**
     * Returns the header of an array. Readers compare it byte by byte with the one that they expect, so that there is nothing in
     * a file to be parsed.
     */
    static byte[] header(ElementType type, long... shape) {
        String sizes = Arrays.stream(shape).mapToObj(size -> size + ",").collect(Collectors.joining(" "));
        if (shape.length > 1) {
            sizes = sizes.substring(0, sizes.length() - 1);
        }
        String text = "{'descr': '" + type.code() + "', 'fortran_order': False, 'shape': (" + sizes + "), }";
        int start = MAGIC.length + Short.BYTES;
        int length = (start + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] header = Arrays.copyOf(MAGIC, length);
        header[start - 2] = (byte) (length - start);
        header[start - 1] = (byte) (length - start >> Byte.SIZE);
        Arrays.fill(header, start, length - 1, (byte) ' ');
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, header, start, text.length());
        header[length - 1] = '\n';
        return header;
    }

    /** Returns the number of bytes of header and elements; {@code Long.MAX_VALUE} if it is more than that. */
    static long bytes(ElementType type, long... shape) {
        long bytes = type.width();
        for (long size : shape) {
            if (size != 0 && bytes > Long.MAX_VALUE / 2 / size) {
                return Long.MAX_VALUE;
            }
            bytes *= size;
        }
        return bytes + header(type, shape).length;
    }
}
