package org.dl4jfreeze.internal.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.ZipException;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.internal.memory.ArraySink;
import org.dl4jfreeze.internal.memory.ArraySource;
import org.dl4jfreeze.internal.memory.ElementType;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.dl4jfreeze.internal.memory.ParameterRanges;

/** Saves an order as an array of its parameters' indices, the one that is frozen first at the front. */
final class SavedOrder {

    private SavedOrder() {}

    static void write(String name, ParameterOrder order, ArraySink arrays) throws IOException {
        try (OutputStream out = arrays.create(name, ElementType.INT, order.size())) {
            ByteBuffer piece = piece();
            for (int i = 0; i < order.size(); i++) {
                piece.putInt(order.parameterAt(i));
                if (!piece.hasRemaining() || i == order.size() - 1) {
                    out.write(piece.array(), 0, piece.position());
                    piece.clear();
                }
            }
        }
    }

    private static ByteBuffer piece() {
        return ByteBuffer.allocate(FlatArray.PIECE * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads an order.
     *
     * @param eligible the parameters that it must be of
     * @throws ZipException             if others are in it
     * @throws IllegalArgumentException if one is in it twice
     */
    static ParameterOrder read(String name, int parameterCount, ParameterRanges eligible, ArraySource arrays)
            throws IOException {
        try (InputStream in = arrays.open(name, ElementType.INT, eligible.size())) {
            int[] indices = new int[eligible.size()];
            ByteBuffer piece = piece();
            for (int done = 0; done < indices.length; ) {
                int count = Math.min(FlatArray.PIECE, indices.length - done);
                int read = in.readNBytes(piece.array(), 0, count * Integer.BYTES) / Integer.BYTES;
                piece.clear();
                for (int i = 0; i < count; i++) {
                    int index = piece.getInt();
                    if (i >= read || eligible.positionOf(index) < 0) {
                        throw new ZipException(
                                "its order ends early, or has a parameter that is not eligible: " + index);
                    }
                    indices[done++] = index;
                }
            }
            return ParameterOrder.of(parameterCount, indices);
        }
    }
}
