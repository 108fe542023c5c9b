package org.dl4jfreeze.internal.gradient.wholebatch;

import org.dl4jfreeze.internal.dl4j.MiniBatch;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.dl4jfreeze.internal.gradient.firstexample.FirstExampleLoss;
import org.dl4jfreeze.internal.memory.VectorMath;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
        this.shadow = FirstExampleLoss.shadowOf(original);
        DataType type = original.params().dataType();
        this.sums = Nd4j.create(
                type == DataType.DOUBLE ? type : DataType.FLOAT,
                original.params().length());
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
            FirstExampleLoss.computeGradient(shadow, batch.example(example));
            VectorMath.addSquares(sums, MiniBatch.atLeastFloat(gradient));
        }
        return sums;
    }
}
