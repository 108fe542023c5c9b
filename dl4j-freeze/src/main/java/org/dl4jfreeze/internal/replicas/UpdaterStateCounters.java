package org.dl4jfreeze.internal.replicas;

import java.util.Arrays;
import java.util.List;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Stores a few whole numbers in the updater state, which alone travels from a task of Spark to the next besides parameters.
 *
 * <p>They lie where the mask lies, in its first entries: an active parameter's entry holds {@code -n} in place of 0, a frozen
 * one's {@code 1 + n} in place of 1, which says the same about the parameter, since anything above one half is frozen. Equal
 * numbers of all workers stay the same under averaging; of different ones it makes the mean, which is rounded.
 */
public final class UpdaterStateCounters {

    private final List<INDArray> frozenStates;

    /** Stores them in the mask's arrays. */
    public UpdaterStateCounters(List<INDArray> frozenStates) {
        this.frozenStates = frozenStates;
    }

    /** Reads a number of counters; zeros if none have been written. */
    public long[] read(int count) {
        long[] numbers = new long[count];
        Arrays.setAll(numbers, i -> {
            double entry = entry(i).getDouble(0);
            return Math.round(entry > 0.5 ? entry - 1 : -entry);
        });
        return numbers;
    }

    /** Writes counters of at least 0, exact up to 2^24 in a FLOAT network. */
    public void write(long... numbers) {
        for (int i = 0; i < numbers.length; i++) {
            INDArray entry = entry(i);
            boolean frozen = entry.getDouble(0) > 0.5;
            entry.putScalar(0, frozen ? 1.0 + numbers[i] : 0.0 - numbers[i]);
        }
    }

    /** Returns a view of one entry. */
    private INDArray entry(int i) {
        long rest = i;
        for (INDArray array : frozenStates) {
            if (rest < array.length()) {
                return FlatArray.range(array, rest, 1);
            }
            rest -= array.length();
        }
        throw new IllegalStateException("Training on Spark needs at least " + (i + 1)
                + " parameters updated by FreezingAdam, whose mask stores the counts; found fewer: use FreezingAdam"
                + " on more layers");
    }
}
