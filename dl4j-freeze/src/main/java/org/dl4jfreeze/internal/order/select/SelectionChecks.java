package org.dl4jfreeze.internal.order.select;

import org.dl4jfreeze.FreezeMask;

/** Checks the arguments of orders and selections. */
public final class SelectionChecks {

    private SelectionChecks() {}

    /** Checks that {@code k} of {@code size} parameters can be frozen. */
    public static void checkCount(int k, int size) {
        if (k < 0 || k > size) {
            throw new IllegalArgumentException("Invalid number of parameters to freeze, must be in [0," + size
                    + "], received " + k + "; choose a count in that range");
        }
    }

    /** Checks that a mask is of a network with that many parameters. */
    public static void checkMask(int parameterCount, FreezeMask mask) {
        if (mask.length() != parameterCount) {
            throw new IllegalArgumentException("Order and mask must be of one network, received " + parameterCount
                    + " parameters and " + mask + "; use an order and a mask of the same network");
        }
    }
}
