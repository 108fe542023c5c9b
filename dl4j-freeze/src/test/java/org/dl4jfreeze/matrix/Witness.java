package org.dl4jfreeze.matrix;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.FrozenParameters;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compares the frozen parameters, bit for bit, each time the network is about to go forward, or has just done so. */
final class Witness extends BaseTrainingListener {

    private final Model network;
    private final FreezingListener freezing;
    private long[] atT0;
    private int comparisons;

    Witness(Model network, FreezingListener freezing) {
        this.network = network;
        this.freezing = freezing;
    }

    /** To be called between mini-batches. */
    void look() {
        if (!freezing.isFrozen()) {
            return;
        }
        long[] now = Bits.of(network.params());
        if (atT0 == null) {
            atT0 = now;
            return;
        }
        comparisons++;
        FrozenParameters.assertStayed(freezing.mask(), atT0, now);
    }

    /** The share of the active parameters that are not what they were when the others were frozen. */
    double movedShare() {
        int[] ranks = freezing.order().ranks();
        long[] now = Bits.of(network.params());
        int active = 0;
        int moved = 0;
        for (int i = 0; i < now.length; i++) {
            if (ranks[i] > 0 && !freezing.mask().isFrozen(i)) {
                active++;
                moved += now[i] == atT0[i] ? 0 : 1;
            }
        }
        return (double) moved / active;
    }

    int comparisons() {
        return comparisons;
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
        look();
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
        look();
    }
}
