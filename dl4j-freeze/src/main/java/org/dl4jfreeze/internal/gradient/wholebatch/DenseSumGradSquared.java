package org.dl4jfreeze.internal.gradient.wholebatch;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.dl4jfreeze.internal.memory.VectorMath;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Handles dense and output layers. The gradient of one example is {@code a delta^T} of its activations and deltas; the sum of
 * squares over all examples is one product of squared activations and squared deltas (as in BackPACK). Where an example has several
 * rows, such as the steps of a sequence, its gradient is a sum over them, which is squared example by example.
 */
final class DenseSumGradSquared extends DeltaSumGradSquared {

    DenseSumGradSquared(Layer layer, LayerwiseShadow pass) {
        super(layer, pass);
    }

    @Override
    void replaceGradient(Layer layer, INDArray delta, INDArray weights, INDArray bias) {
        INDArray input = rows(layer).castTo(delta.dataType());
        if (input.size(0) == pass.examples()) {
            INDArray squares = delta.mul(delta);
            Nd4j.gemm(input.mul(input), squares, weights, true, false, 1, 0);
            if (bias != null) {
                squares.sum(bias, 0);
            }
        } else {
            oneByOne(byExample(input), byExample(delta), weights, bias);
        }
    }

    /** Returns the input with one row for each row of the deltas, in DL4J's order. */
    private static INDArray rows(Layer layer) {
        INDArray input = layer.input();
        if (input.rank() == 2) {
            return input;
        }
        boolean stepsLast = ((RnnOutputLayer) layer.conf().getLayer()).getRnnDataFormat() == RNNFormat.NCW;
        INDArray byStep = stepsLast ? input.permute(0, 2, 1) : input;
        return byStep.dup('f').reshape('f', byStep.size(0) * byStep.size(1), byStep.size(2));
    }

    /** Reshapes: row r of example s, row {@code s + examples * r} of the array, is row [s, r] of the result. */
    private INDArray byExample(INDArray rows) {
        long examples = pass.examples();
        return rows.dup('f')
                .reshape('f', examples, rows.size(0) / examples, rows.size(1))
                .dup('c');
    }

    private void oneByOne(INDArray input, INDArray delta, INDArray weights, INDArray bias) {
        INDArray flat = weights.reshape('f', new long[] {weights.length()});
        flat.assign(0);
        INDArray gradient = pass.work(weights.dataType(), weights.length()).reshape('f', weights.shape());
        INDArray flatGradient = gradient.reshape('f', new long[] {weights.length()});
        for (long example = 0; example < pass.examples(); example++) {
            Nd4j.gemm(input.slice(example), delta.slice(example), gradient, true, false, 1, 0);
            VectorMath.addSquares(flat, flatGradient);
        }
        if (bias != null) {
            INDArray ofExamples = delta.sum(1);
            ofExamples.muli(ofExamples).sum(bias, 0);
        }
    }
}
