package org.dl4jfreeze.internal.gradient;

import org.dl4jfreeze.GradientSampler.Kind;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.SampleScratch;
import org.dl4jfreeze.internal.gradient.firstexample.FirstExampleGradient;
import org.dl4jfreeze.internal.gradient.wholebatch.WholeBatchGradient;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link GradientAccess} to the iteration that a network is in, between backward pass and update. */
final class IterationGradients implements GradientAccess {

    private final NetworkAdapter network;
    private final FirstExampleGradient firstExample;
    private final WholeBatchGradient wholeBatch;
    private INDArray view;
    private INDArray flat;

    IterationGradients(NetworkAdapter network, Kind kind) {
        this.network = network;
        this.firstExample = kind == Kind.FIRST_EXAMPLE ? new FirstExampleGradient(network) : null;
        this.wholeBatch = kind == Kind.WHOLE_BATCH ? new WholeBatchGradient(network) : null;
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
        return FlatArray.atLeastFloat(flat);
    }

    @Override
    public INDArray firstExampleGradient(SampleScratch scratch) {
        return FlatArray.atLeastFloat(firstExample.compute(scratch));
    }

    @Override
    public INDArray squaredGradientSum(SampleScratch scratch) {
        return wholeBatch.compute(scratch);
    }
}
