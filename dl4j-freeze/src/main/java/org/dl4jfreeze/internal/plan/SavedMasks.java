package org.dl4jfreeze.internal.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.ZipException;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.memory.ArraySink;
import org.dl4jfreeze.internal.memory.ArraySource;
import org.dl4jfreeze.internal.memory.ElementType;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.dl4jfreeze.internal.memory.ParameterRanges;

/** Saves the masks of a plan as one array of a byte per parameter: 0 = active, 1 = frozen by the plan, 2 = by others, 3 = by both. */
final class SavedMasks {

    private SavedMasks() {}

    static void write(String name, FreezeMask own, FreezeMask others, ArraySink arrays) throws IOException {
        int length = own.length();
        try (OutputStream out = arrays.create(name, ElementType.BYTE, length)) {
            byte[] piece = new byte[FlatArray.PIECE];
            for (int from = 0; from < length; from += piece.length) {
                int count = Math.min(piece.length, length - from);
                for (int i = 0; i < count; i++) {
                    piece[i] = (byte) ((own.isFrozen(from + i) ? 1 : 0) | (others.isFrozen(from + i) ? 2 : 0));
                }
                out.write(piece, 0, count);
            }
        }
    }

    /**
     * Reads the masks.
     *
     * @param freezable the parameters that may be frozen
     * @return the plan's and that of others
     * @throws ZipException if they freeze others, or the bytes mean nothing
     */
    static FreezeMask[] read(String name, int length, ParameterRanges freezable, ArraySource arrays)
            throws IOException {
        try (InputStream in = arrays.open(name, ElementType.BYTE, length)) {
            FreezeMask.Builder own = new FreezeMask.Builder(length);
            FreezeMask.Builder others = new FreezeMask.Builder(length);
            byte[] piece = new byte[FlatArray.PIECE];
            for (int from = 0; from < length; from += piece.length) {
                int count = in.readNBytes(piece, 0, Math.min(piece.length, length - from));
                for (int i = 0; i < count; i++) {
                    if (piece[i] != 0 && ((piece[i] & ~3) != 0 || freezable.positionOf(from + i) < 0)) {
                        throw new ZipException("its mask has " + piece[i] + " for parameter " + (from + i)
                                + ", which is not updated by FreezingAdam; expected 0 there, and 0 to 3 elsewhere");
                    }
                    if ((piece[i] & 1) != 0) {
                        own.freeze(from + i);
                    }
                    if ((piece[i] & 2) != 0) {
                        others.freeze(from + i);
                    }
                }
            }
            return new FreezeMask[] {own.build(), others.build()};
        }
    }
}
