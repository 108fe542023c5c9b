package org.dl4jfreeze.checkpoint;

import java.nio.ByteBuffer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezingCheckpoint;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.covariance.FullCovariance;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.Training;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Describes everything that can be observed of a network and its listener, a line for each kind; numbers bit for bit. */
public final class CheckpointContent {

    private CheckpointContent() {}

    public static String of(FreezingCheckpoint checkpoint) {
        return of(checkpoint.model(), checkpoint.listener());
    }

    public static String of(Model network, FreezingListener listener) {
        StringBuilder lines = new StringBuilder();
        line(lines, "parameters", bits(network.params()));
        line(lines, "updaterState", bits(Training.updaterState(network)));
        line(lines, "plan", listener.plan().toJson().replaceAll("\\s", ""));
        line(lines, "samples", String.valueOf(listener.samplesTaken()));
        line(lines, "frozen", String.valueOf(listener.isFrozen()));
        line(lines, "mask", mask(listener.mask()));
        line(lines, "variance", bits(listener.variance()));
        line(lines, "order", order(listener));
        line(lines, "covariance", hasCovariance(listener) ? covariance(listener.covariance()) : "none");
        return lines.toString();
    }

    private static void line(StringBuilder lines, String name, String value) {
        lines.append(name).append(' ').append(value).append('\n');
    }

    private static String bits(INDArray array) {
        return LongStream.of(Bits.of(array.castTo(DataType.DOUBLE).reshape(array.length())))
                .mapToObj(Long::toHexString)
                .collect(Collectors.joining(" "));
    }

    private static String mask(FreezeMask mask) {
        return IntStream.range(0, mask.length())
                .mapToObj(i -> mask.isFrozen(i) ? "1" : "0")
                .collect(Collectors.joining());
    }

    private static String order(FreezingListener listener) {
        ParameterOrder order;
        try {
            order = listener.order();
        } catch (IllegalStateException noneYet) {
            return "none";
        }
        return IntStream.range(0, order.size())
                .mapToObj(i -> String.valueOf(order.parameterAt(i)))
                .collect(Collectors.joining(" "));
    }

    static boolean hasCovariance(FreezingListener listener) {
        try {
            return listener.covariance() != null;
        } catch (IllegalStateException none) {
            return false;
        }
    }

    /** Without the entries, which are computed from what is saved with the rounding of the machine. */
    private static String covariance(FullCovariance covariance) {
        return covariance.currentForm() + " " + covariance.samples() + " "
                + covariance.diagonal().length();
    }

    /** Returns all entries, row by row. */
    static double[] entries(FullCovariance covariance) {
        int n = Math.toIntExact(covariance.diagonal().length());
        ByteBuffer all = ByteBuffer.allocate(n * n * Double.BYTES);
        for (int i = 0; i < n; i++) {
            for (double entry : covariance.row(i).castTo(DataType.DOUBLE).toDoubleVector()) {
                all.putDouble(entry);
            }
        }
        double[] entries = new double[n * n];
        all.flip().asDoubleBuffer().get(entries);
        return entries;
    }
}
