package org.dl4jfreeze.internal.update;

import java.lang.ref.Reference;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.memory.DirectArray;
import org.dl4jfreeze.internal.memory.DirectBuffers;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Samples a few numbers of an updater state, to detect modification by other code.
 *
 * <p>DL4J restores, averages and clones by assigning a whole state to the view without telling the updater, whose copy of the mask
 * may then be out of date. Reading the whole mask again in every step costs a sixth of the step. An assigned state differs in the
 * moments of its active parameters, which change in every step: so {@value #SAMPLES} of them, and of the mask, are compared with
 * what the updater left there. (Before the first step after a read they cannot tell, and the whole mask is read again.)
 */
final class StateFingerprint {

    private static final int SAMPLES = 8;

    private final int[] positions;
    private final double[] values;
    private final Elements moments = new Elements();
    private final Elements masks = new Elements();

    /** Takes the fingerprint of a state that has just been read. */
    StateFingerprint(FreezeMask mask, INDArray m, INDArray frozen) {
        positions = positions(mask);
        values = new double[2 * positions.length];
        take(m, frozen);
    }

    /** Chooses evenly spread positions, each moved to the next active parameter if there is one. */
    private static int[] positions(FreezeMask mask) {
        int n = mask.length();
        int[] chosen = new int[Math.min(SAMPLES, n)];
        for (int i = 0; i < chosen.length; i++) {
            int position = (int) ((long) i * n / chosen.length);
            int end = (int) ((i + 1L) * n / chosen.length);
            int active = position;
            while (active < end && mask.isFrozen(active)) {
                active++;
            }
            chosen[i] = active < end ? active : position;
        }
        return chosen;
    }

    /** Remembers the state as it is now. */
    void take(INDArray m, INDArray frozen) {
        moments.look(m);
        masks.look(frozen);
        for (int i = 0; i < positions.length; i++) {
            values[2 * i] = moments.get(positions[i]);
            values[2 * i + 1] = masks.get(positions[i]);
        }
        Reference.reachabilityFence(m);
        Reference.reachabilityFence(frozen);
    }

    /** Tells whether the state is still the one remembered. */
    boolean isOf(INDArray m, INDArray frozen) {
        moments.look(m);
        masks.look(frozen);
        boolean same = true;
        for (int i = 0; i < positions.length; i++) {
            // by bits: a moment may be NaN
            same &= Double.compare(values[2 * i], moments.get(positions[i])) == 0
                    && Double.compare(values[2 * i + 1], masks.get(positions[i])) == 0;
        }
        Reference.reachabilityFence(m);
        Reference.reachabilityFence(frozen);
        return same;
    }

    /** Reads single elements of an array; {@code INDArray.getDouble} makes four objects for each. */
    private static final class Elements {

        private final DirectArray memory = new DirectArray();
        private INDArray array;
        private boolean direct;

        void look(INDArray of) {
            if (array != of) {
                array = of;
                direct = DirectBuffers.isAccessible(of);
            }
            if (direct) {
                memory.of(of);
            }
        }

        double get(int index) {
            return direct ? memory.get(index) : array.getDouble(index);
        }
    }
}
