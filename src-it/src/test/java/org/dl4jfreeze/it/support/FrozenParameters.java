package org.dl4jfreeze.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.dl4jfreeze.FreezeMask;
import org.nd4j.linalg.api.ndarray.INDArray;

/** This module's copy of the library tests' class of the same name: the only loops over frozen parameters. */
public final class FrozenParameters {

    private FrozenParameters() {}

    /** Checks that a mask freezes parameters, and that each of them has the same bits before and after. */
    public static void assertStayed(FreezeMask mask, double[] before, double[] after) {
        assertThat(mask.frozenCount()).as("number of frozen parameters").isPositive();
        // containsExactly takes a time quadratic in the length
        assertThat(Arrays.mismatch(bits(mask, after), bits(mask, before)))
                .as("index of the first frozen parameter that has changed")
                .isEqualTo(-1);
    }

    /** Returns the bits of the frozen parameters, and 0 for the others. */
    public static long[] bits(FreezeMask mask, double[] values) {
        long[] bits = new long[values.length];
        mask.forEachFrozen(i -> bits[i] = Double.doubleToRawLongBits(values[i]));
        return bits;
    }

    /** Overwrites the frozen parameters of a network. */
    static void restore(FreezeMask mask, INDArray parameters, double[] values) {
        mask.forEachFrozen(i -> parameters.putScalar(i, values[i]));
    }
}
