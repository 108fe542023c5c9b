package org.dl4jfreeze.internal.gradient.wholebatch;

import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.gradient.IterationGradients;
import org.dl4jfreeze.internal.gradient.MiniBatch;
import org.dl4jfreeze.internal.gradient.WorkVector;
import org.dl4jfreeze.internal.memory.Vectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One pass per example: asks nothing of a layer, and costs as many passes of a mini-batch of one as there are examples, and a
 * vector beside the shadow's gradient.
 */
final class ExampleByExampleShadow implements ShadowNetwork {

    private final NetworkAdapter original;
    private final NetworkAdapter shadow;
    private final WorkVector vector;
    private final INDArray sums;

    ExampleByExampleShadow(NetworkAdapter original, WorkVector vector) {
        this.original = original;
        this.shadow = original.newShadow();
        this.vector = vector;
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
    public INDArray compute(MiniBatch batch) {
        sums.assign(0);
        INDArray gradient = vector.zeros(shadow.params().dataType());
        shadow.setGradientView(gradient);
        for (long example = 0; example < batch.examples(); example++) {
            if (original.isTruncatedBptt()) {
                shadow.setRecurrentState(original.recurrentState(example));
            }
            shadow.computeGradient(batch.example(example), 1);
            Vectors.addSquares(sums, IterationGradients.atLeastFloat(gradient));
        }
        return sums;
    }
}
