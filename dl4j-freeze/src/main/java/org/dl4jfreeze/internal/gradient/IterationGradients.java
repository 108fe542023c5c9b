package org.dl4jfreeze.internal.gradient;

import org.dl4jfreeze.internal.dl4j.MiniBatch;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.dl4jfreeze.internal.gradient.firstexample.FirstExampleGradient;
import org.dl4jfreeze.internal.gradient.wholebatch.WholeBatchGradient;
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

    /** Creates access to the squared gradients of all examples. */
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
        return MiniBatch.atLeastFloat(flat);
    }

    @Override
    public INDArray firstExampleGradient(SampleScratch scratch) {
        return MiniBatch.atLeastFloat(firstExample.compute(scratch));
    }

    @Override
    public INDArray squaredGradientSum(SampleScratch scratch) {
        return wholeBatch.compute(scratch);
    }
}
