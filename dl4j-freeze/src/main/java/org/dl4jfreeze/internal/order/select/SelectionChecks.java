package org.dl4jfreeze.internal.order.select;

import java.util.BitSet;
import java.util.Objects;
import org.dl4jfreeze.FreezeMask;

/** Checks the arguments of orders and selections. */
public final class SelectionChecks {

    private SelectionChecks() {}

    /** Checks that indices of parameters, in an argument of this name, are those of a network, and each is there once. */
    public static void checkIndices(int parameterCount, String argument, int... indices) {
        if (parameterCount < 0) {
            throw new IllegalArgumentException("Invalid parameterCount, must be at least 0, received " + parameterCount
                    + "; pass the number of parameters of the network");
        }
        Objects.requireNonNull(indices, argument + " is null; pass the indices of the parameters to order");
        BitSet seen = new BitSet(parameterCount);
        for (int index : indices) {
            boolean isOutside = index < 0 || index >= parameterCount;
            if (isOutside || seen.get(index)) {
                throw new IllegalArgumentException("Invalid order, " + argument + " must have each index within [0,"
                        + parameterCount + ") at most once, received " + index + (isOutside ? "" : " twice"));
            }
            seen.set(index);
        }
    }

    /** Checks that {@code k} of {@code size} parameters can be frozen. */
    public static void checkCount(int k, int size) {
        if (k < 0 || k > size) {
            throw new IllegalArgumentException("Invalid number of parameters to freeze, must be in [0," + size
                    + "], received " + k + "; choose a count in that range");
        }
    }

    /** Checks that a mask is of a network with that many parameters. */
    public static void checkMask(int parameterCount, FreezeMask mask) {
        Objects.requireNonNull(mask, "mask is null; pass what is frozen already, or FreezeMask.none(p)");
        if (mask.length() != parameterCount) {
            throw new IllegalArgumentException("Order and mask must be of one network, received " + parameterCount
                    + " parameters and " + mask + "; use an order and a mask of the same network");
        }
    }
}
