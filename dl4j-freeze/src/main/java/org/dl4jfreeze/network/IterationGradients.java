package org.dl4jfreeze.network;

import org.dl4jfreeze.gradient.GradientAccess;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link GradientAccess} to the iteration that a network is in, between backward pass and update. */
final class IterationGradients implements GradientAccess {

    private final NetworkAdapter network;
    private final FirstExampleGradient firstExample;
    private INDArray view;
    private INDArray flat;
    private final WholeBatchGradient wholeBatch;

    IterationGradients(NetworkAdapter network, boolean needsExampleGradient) {
        this(network, needsExampleGradient ? new FirstExampleGradient(network) : null, null);
    }

    private IterationGradients(
            NetworkAdapter network, FirstExampleGradient firstExample, WholeBatchGradient wholeBatch) {
        this.network = network;
        this.firstExample = firstExample;
        this.wholeBatch = wholeBatch;
    }

    /** Access to the squared gradients of all examples. */
    static IterationGradients ofWholeBatch(NetworkAdapter network) {
        return new IterationGradients(network, null, new WholeBatchGradient(network));
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

    /** Squares of half-precision gradients vanish; the arithmetic of the covariance is at least FLOAT. */
    static INDArray atLeastFloat(INDArray gradient) {
        DataType type = gradient.dataType();
        return type == DataType.FLOAT || type == DataType.DOUBLE ? gradient : gradient.castTo(DataType.FLOAT);
    }
}
