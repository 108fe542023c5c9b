package org.dl4jfreeze.internal.update;

import java.util.function.Consumer;
import org.dl4jfreeze.internal.memory.DirectArray;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mask's place in the updater state, lent out as work memory while nothing is frozen: all it says then is zeros, which are put
 * back. So whoever needs a vector over all parameters for a moment need not allocate one.
 *
 * <p>A copy of the state that another thread makes meanwhile has gradients there, of both signs, which {@link MaskCodec#read}
 * takes for what they are: nothing frozen.
 */
final class MaskLoan {

    /** Tasks of Spark leave a few numbers in the first entries, see {@code FreezableNetwork.sparkRecord}. */
    static final int RECORD = 64;

    private final INDArray place;
    private final DirectArray memory = new DirectArray();
    private final double[] record;

    /** For a mask in direct memory. */
    MaskLoan(INDArray mask) {
        place = mask;
        record = new double[(int) Math.min(RECORD, mask.length())];
    }

    /** Lends it, filled with zeros, for the time of an action. */
    void lend(Consumer<INDArray> action) {
        memory.of(place);
        for (int i = 0; i < record.length; i++) {
            record[i] = memory.get(i);
        }
        memory.clear(0, record.length);
        try {
            action.accept(place);
        } finally {
            memory.clear(0, (int) place.length());
            for (int i = 0; i < record.length; i++) {
                if (record[i] != 0) {
                    place.putScalar(i, record[i]);
                }
            }
        }
    }
}
