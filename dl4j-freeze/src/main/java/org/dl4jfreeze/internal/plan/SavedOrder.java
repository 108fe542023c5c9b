package org.dl4jfreeze.internal.plan;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
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
        try (DataOutputStream out = new DataOutputStream(
                new BufferedOutputStream(arrays.create(name, ElementType.INT, order.size()), FlatArray.PIECE))) {
            for (int i = 0; i < order.size(); i++) {
                out.writeInt(Integer.reverseBytes(order.parameterAt(i)));
            }
        }
    }

    /**
     * Reads an order.
     *
     * @param eligible the parameters that it may be of
     * @param size     how many it is of
     * @throws ZipException             if others are in it
     * @throws IllegalArgumentException if one is in it twice
     */
    static ParameterOrder read(String name, int parameterCount, ParameterRanges eligible, int size, ArraySource arrays)
            throws IOException {
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(arrays.open(name, ElementType.INT, size), FlatArray.PIECE))) {
            int[] indices = new int[size];
            for (int i = 0; i < indices.length; i++) {
                indices[i] = Integer.reverseBytes(in.readInt());
                if (eligible.positionOf(indices[i]) < 0) {
                    throw new ZipException("its order has the parameter " + indices[i] + ", which is not eligible");
                }
            }
            return ParameterOrder.of(parameterCount, indices);
        }
    }
}
