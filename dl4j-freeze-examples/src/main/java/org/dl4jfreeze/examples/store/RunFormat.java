package org.dl4jfreeze.examples.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.examples.experiment.Branch;
import org.dl4jfreeze.examples.experiment.Losses;
import org.dl4jfreeze.examples.experiment.Run;

/** A run as bytes: every number exactly, masks as bits. */
final class RunFormat {

    private RunFormat() {}

    static void write(Run run, DataOutputStream out) throws IOException {
        out.writeInt(run.number());
        writeFloats(run.variance(), out);
        out.writeInt(run.branches().size());
        for (Branch branch : run.branches()) {
            out.writeUTF(branch.order());
            out.writeDouble(branch.fraction());
            writeMask(branch.mask(), out);
            out.writeDouble(branch.trainLoss());
            out.writeDouble(branch.testLoss());
        }
    }

    static Run read(DataInputStream in) throws IOException {
        int number = in.readInt();
        float[] variance = readFloats(in);
        int count = in.readInt();
        List<Branch> branches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String order = in.readUTF();
            double fraction = in.readDouble();
            FreezeMask mask = readMask(in);
            branches.add(new Branch(number, order, fraction, mask, new Losses(in.readDouble(), in.readDouble())));
        }
        return new Run(number, variance, branches);
    }

    static void writeFloats(float[] values, DataOutputStream out) throws IOException {
        out.writeInt(values.length);
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    static float[] readFloats(DataInputStream in) throws IOException {
        float[] values = new float[checked(in.readInt(), Float.BYTES, in)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }

    private static void writeMask(FreezeMask mask, DataOutputStream out) throws IOException {
        out.writeInt(mask.length());
        for (int word = 0; word < mask.wordCount(); word++) {
            out.writeLong(mask.frozenWord(word));
        }
    }

    private static FreezeMask readMask(DataInputStream in) throws IOException {
        int length = in.readInt();
        checked(length / Long.SIZE, Long.BYTES, in);
        FreezeMask.Builder mask = new FreezeMask.Builder(length);
        for (int from = 0; from < length; from += Long.SIZE) {
            for (long word = in.readLong(); word != 0; word &= word - 1) {
                mask.freeze(from + Long.numberOfTrailingZeros(word));
            }
        }
        return mask.build();
    }

    /** A length that the bytes which are left can hold. */
    private static int checked(int length, int bytesEach, DataInputStream in) throws IOException {
        if (length < 0 || (long) length * bytesEach > in.available()) {
            throw new IOException("it speaks of " + length + " numbers, and holds fewer");
        }
        return length;
    }
}
