package org.dl4jfreeze.internal.gradient.firstexample;

import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.nd4j.linalg.dataset.MultiDataSet;

/** Tells other tests which networks {@link DenseChainGradient} works for. */
public final class DenseChains {

    private DenseChains() {}

    /** Returns whether the first example's gradient is computed by hand, and not by a shadow network. */
    public static boolean areComputedByHand(Model network, MultiDataSet batch) {
        return DenseChainGradient.of(NetworkAdapter.of(network)) != null
                && !batch.hasMaskArrays()
                && batch.getFeatures(0).rank() == 2;
    }
}
