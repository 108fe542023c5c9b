package org.dl4jfreeze.internal.update;

import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.memory.ArrayElements;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Samples a few numbers of an updater state, to detect modification by other code.
 *
 * <p>DL4J restores, averages and clones by assigning a whole state to the view without telling the updater, whose copy of the mask
 * may then be out of date. Reading the whole mask again in every step costs a sixth of the step. An assigned state differs in the
 * moments of its active parameters, which change in every step, or in the mask: so {@value #SAMPLES} moments and masks of active
 * and of frozen parameters are compared with what the updater left there. (Before the first step after a read they cannot tell, and the whole mask is read again.)
 */
final class StateFingerprint {

    private static final int SAMPLES = 8;

    /** Active parameters, as far as there are any. */
    private final int[] positions;
    /** Frozen ones, as far as there are any: the moments of an active parameter may be zero, as those of an erased state. */
    private final int[] frozenPositions;

    private final double[] values;
    private final ArrayElements moments = new ArrayElements();
    private final ArrayElements masks = new ArrayElements();

    /** Takes the fingerprint of a state that has just been read. */
    StateFingerprint(FreezeMask mask, INDArray m, INDArray frozen) {
        positions = positions(mask, false);
        frozenPositions = mask.isAnyFrozen() ? positions(mask, true) : positions;
        values = new double[3 * positions.length];
        take(m, frozen);
    }

    /** Chooses evenly spread positions, each moved to the next active, or frozen, parameter if there is one. */
    private static int[] positions(FreezeMask mask, boolean frozen) {
        int n = mask.length();
        int[] chosen = new int[Math.min(SAMPLES, n)];
        for (int i = 0; i < chosen.length; i++) {
            int position = (int) ((long) i * n / chosen.length);
            int end = (int) ((i + 1L) * n / chosen.length);
            int next = position;
            while (next < end && mask.isFrozen(next) != frozen) {
                next++;
            }
            chosen[i] = next < end ? next : position;
        }
        return chosen;
    }

    /** Remembers the state as it is now. */
    void take(INDArray m, INDArray frozen) {
        moments.look(m);
        masks.look(frozen);
        for (int i = 0; i < positions.length; i++) {
            values[3 * i] = moments.get(positions[i]);
            values[3 * i + 1] = masks.get(positions[i]);
            values[3 * i + 2] = masks.get(frozenPositions[i]);
        }
    }

    /** Tells whether the state is still the one remembered. */
    boolean isOf(INDArray m, INDArray frozen) {
        moments.look(m);
        masks.look(frozen);
        boolean same = true;
        for (int i = 0; i < positions.length; i++) {
            // by bits: a moment may be NaN
            same &= Double.compare(values[3 * i], moments.get(positions[i])) == 0
                    && Double.compare(values[3 * i + 1], masks.get(positions[i])) == 0
                    && Double.compare(values[3 * i + 2], masks.get(frozenPositions[i])) == 0;
        }
        return same;
    }
}
