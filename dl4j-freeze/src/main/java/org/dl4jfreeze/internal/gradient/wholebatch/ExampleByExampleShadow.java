package org.dl4jfreeze.internal.gradient.wholebatch;

import org.dl4jfreeze.internal.dl4j.MiniBatch;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.dl4jfreeze.internal.gradient.firstexample.FirstExampleLossLayer;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.dl4jfreeze.internal.memory.VectorMath;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs one pass for each example, whatever the layers are. Costs as many passes of a mini-batch of one as there are examples, and a
 * vector in addition to the shadow's gradient.
 */
final class ExampleByExampleShadow implements ShadowNetwork {

    private final NetworkAdapter original;
    private final NetworkAdapter shadow;
    private final INDArray sums;

    ExampleByExampleShadow(NetworkAdapter original) {
        this.original = original;
        this.shadow = FirstExampleLossLayer.shadowOf(original);
        this.sums = FlatArray.atLeastFloat(original.params())
                .like()
                .reshape(original.params().length());
    }

    @Override
    public NetworkAdapter network() {
        return shadow;
    }

    @Override
    public INDArray compute(MiniBatch batch, SampleScratch scratch) {
        sums.assign(0);
        INDArray gradient = scratch.zeros(shadow.params().dataType());
        shadow.setGradientView(gradient);
        for (long example = 0; example < batch.examples(); example++) {
            if (original.isTruncatedBptt()) {
                shadow.setRecurrentState(original.recurrentState(example));
            }
            FirstExampleLossLayer.computeGradient(shadow, batch.example(example));
            VectorMath.addSquares(sums, FlatArray.atLeastFloat(gradient));
        }
        return sums;
    }
}
