package org.dl4jfreeze.internal.gradient;

import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.gradient.firstexample.FirstExampleGradient;
import org.dl4jfreeze.internal.gradient.wholebatch.WholeBatchGradient;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link GradientAccess} to the iteration that a network is in, between backward pass and update. */
public final class IterationGradients implements GradientAccess {

    private final NetworkAdapter network;
    private final WorkVector work;
    private final FirstExampleGradient firstExample;
    private INDArray view;
    private INDArray flat;
    private final WholeBatchGradient wholeBatch;

    IterationGradients(NetworkAdapter network, WorkVector work, boolean needsExampleGradient) {
        this(network, work, needsExampleGradient ? new FirstExampleGradient(network, work) : null, null);
    }

    private IterationGradients(
            NetworkAdapter network, WorkVector work, FirstExampleGradient firstExample, WholeBatchGradient wholeBatch) {
        this.network = network;
        this.work = work;
        this.firstExample = firstExample;
        this.wholeBatch = wholeBatch;
    }

    /** Access to the squared gradients of all examples. */
    static IterationGradients ofWholeBatch(NetworkAdapter network, WorkVector work) {
        return new IterationGradients(network, work, null, new WholeBatchGradient(network, work));
    }

    @Override
    public int miniBatchSize() {
        return Math.toIntExact(network.examples());
    }

    @Override
    public INDArray gradientSum() {
        INDArray present = network.rawGradientView();
        if (present != view) {
            view = present;
            flat = network.gradientView();
        }
        return atLeastFloat(flat);
    }

    @Override
    public INDArray firstExampleGradient() {
        return atLeastFloat(firstExample.compute());
    }

    @Override
    public INDArray squaredGradientSum() {
        return wholeBatch.compute();
    }

    @Override
    public INDArray workVector() {
        return work.of(gradientSum().dataType());
    }

    /** Squares of half-precision gradients vanish; the arithmetic of the covariance is at least FLOAT. */
    public static INDArray atLeastFloat(INDArray gradient) {
        DataType type = gradient.dataType();
        return type == DataType.FLOAT || type == DataType.DOUBLE ? gradient : gradient.castTo(DataType.FLOAT);
    }
}
