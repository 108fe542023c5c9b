package org.dl4jfreeze.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.dl4jfreeze.FreezeMask;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The only place in which tests loop over frozen parameters. Each check first asserts that there are some: without them a loop of
 * assertions passes, whatever the library does.
 */
public final class FrozenParameters {

    private FrozenParameters() {}

    /** Checks that a mask freezes parameters, and that each of them has the same bits before and after. */
    public static void assertStayed(FreezeMask mask, INDArray before, INDArray after) {
        assertStayed(mask, Bits.of(before), Bits.of(after));
    }

    /** Checks that a mask freezes parameters, and that each of them has the same {@link Bits} before and after. */
    public static void assertStayed(FreezeMask mask, long[] before, long[] after) {
        assertThat(mask.frozenCount()).as("number of frozen parameters").isPositive();
        assertThat(mask.length()).isEqualTo(before.length).isEqualTo(after.length);
        mask.forEachFrozen(i -> assertThat(after[i])
                .as(
                        "frozen parameter %d was %s and is %s",
                        i, Double.longBitsToDouble(before[i]), Double.longBitsToDouble(after[i]))
                .isEqualTo(before[i]));
    }

    /** Checks that two masks freeze the same parameters, at least one. */
    public static void assertSameMask(FreezeMask mask, FreezeMask expected) {
        assertThat(mask).isEqualTo(expected);
        assertThat(mask.frozenCount()).as("number of frozen parameters").isPositive();
    }

    /** Overwrites the frozen parameters of a network with earlier values, for references that freeze by hand. */
    public static void restore(FreezeMask mask, INDArray parameters, double[] values) {
        INDArray flat = parameters.reshape(parameters.length());
        mask.forEachFrozen(i -> flat.putScalar(i, values[i]));
    }

    /** Returns the ascending indices of the frozen parameters; none if nothing is frozen. */
    public static IntStream indices(FreezeMask mask) {
        IntStream.Builder indices = IntStream.builder();
        mask.forEachFrozen(indices::add);
        return indices.build();
    }

    /** Counts the active parameters whose bits differ between before and after. */
    public static int activeThatMoved(FreezeMask mask, long[] before, long[] after) {
        return (int) IntStream.range(0, mask.length())
                .filter(i -> !mask.isFrozen(i) && after[i] != before[i])
                .count();
    }
}
