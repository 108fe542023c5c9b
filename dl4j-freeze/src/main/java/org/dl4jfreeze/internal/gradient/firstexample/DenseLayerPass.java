package org.dl4jfreeze.internal.gradient.firstexample;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.dl4jfreeze.internal.memory.DirectArray;
import org.dl4jfreeze.internal.memory.DirectBuffers;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Computes the forward and backward pass of one example through a dense or output layer: {@code z = W^T x + b}, {@code a = f(z)}.
 *
 * <p>Gradients have the same places in the flat gradient vector as weights and biases in the flat parameter vector. {@code W} is of shape [inputs, outputs], in columns.
 */
final class DenseLayerPass {

    private final int weights;
    private final int biases;
    private final IActivation activation;
    private final ScalarActivation plain;
    private final double[] input;
    private final double[] z;
    private final double[] inputError;
    private final double[] delta;
    /** Scratch arrays for ND4J's in-place operations; each of shape [1, outputs]. */
    private final INDArray preOutput;

    private final INDArray error;

    private DenseLayerPass(INDArray weights, int weightOffset, int biasOffset, IActivation activation) {
        this.weights = weightOffset;
        this.biases = biasOffset;
        this.activation = activation;
        plain = ScalarActivation.of(activation);
        int outputs = Math.toIntExact(weights.size(1));
        input = new double[Math.toIntExact(weights.size(0))];
        inputError = new double[input.length];
        z = new double[outputs];
        delta = new double[outputs];
        preOutput = Nd4j.create(weights.dataType(), 1, outputs);
        error = preOutput.like();
    }

    /**
     * Locates a layer's weights and biases in the flat parameter vector.
     *
     * @return null if they are not where they are expected
     */
    static DenseLayerPass of(Layer layer, INDArray parameters) {
        INDArray w = layer.getParam(DefaultParamInitializer.WEIGHT_KEY);
        INDArray b = layer.paramTable().get(DefaultParamInitializer.BIAS_KEY);
        org.deeplearning4j.nn.conf.layers.BaseLayer configuration =
                (org.deeplearning4j.nn.conf.layers.BaseLayer) layer.conf().getLayer();
        boolean inColumns =
                w.rank() == 2 && (w.size(0) == 1 || w.stride(0) == 1) && (w.size(1) == 1 || w.stride(1) == w.size(0));
        if (!inColumns || b != null && !DirectBuffers.isAccessible(b)) {
            return null;
        }
        return new DenseLayerPass(
                w,
                Math.toIntExact(w.offset() - parameters.offset()),
                b == null ? -1 : Math.toIntExact(b.offset() - parameters.offset()),
                configuration.getActivationFn());
    }

    /** Returns the input vector, to be filled with the example. */
    double[] input() {
        return input;
    }

    /** Computes {@code z} of the input. */
    void compute(DirectArray parameters) {
        Arrays.fill(z, 0);
        if (biases >= 0) {
            parameters.addScaledTo(biases, 1, z);
        }
        for (int j = 0; j < z.length; j++) {
            z[j] += parameters.dot(weights + j * input.length, input);
        }
    }

    /** Computes {@code f(z)}. */
    void activate(double[] target) {
        if (plain != null) {
            plain.activate(z, target);
        } else {
            read(activation.getActivation(preOutput(), true), target);
        }
    }

    /** Starts the backward pass with a scalar loss of the output: {@code dL/dz}. */
    void derive(ScalarLoss loss, double[] label) {
        loss.derive(z, label, plain, delta);
    }

    /** Starts the backward pass with any loss. */
    void derive(ILossFunction loss, INDArray label) {
        read(loss.computeGradient(label, preOutput(), activation, null), delta);
    }

    /** Propagates back through the activation: {@code dL/dz} from {@code dL/df(z)}. */
    void deriveActivation(double[] outputError) {
        if (plain != null) {
            System.arraycopy(outputError, 0, delta, 0, delta.length);
            plain.back(z, delta);
        } else {
            FlatArray.write(error, 0, outputError, 0, outputError.length);
            read(activation.backprop(preOutput(), error).getFirst(), delta);
        }
    }

    private INDArray preOutput() {
        FlatArray.write(preOutput, 0, z, 0, z.length);
        return preOutput;
    }

    /** Writes the derivatives with respect to weights and biases, {@code x dL/dz^T} and {@code dL/dz}. */
    void writeGradient(DirectArray gradients) {
        if (biases >= 0) {
            gradients.putScaled(biases, 1, delta);
        }
        for (int j = 0; j < delta.length; j++) {
            gradients.putScaled(weights + j * input.length, delta[j], input);
        }
    }

    /** Propagates back through the weights: {@code dL/dx}. */
    double[] inputError(DirectArray parameters) {
        Arrays.fill(inputError, 0);
        for (int j = 0; j < delta.length; j++) {
            parameters.addScaledTo(weights + j * input.length, delta[j], inputError);
        }
        return inputError;
    }

    /** Copies the first numbers of an array. */
    static void read(INDArray array, double[] target) {
        if (DirectBuffers.isAccessible(array)) {
            FlatArray.read(array, 0, target, 0, target.length);
        } else {
            System.arraycopy(array.reshape(array.length()).toDoubleVector(), 0, target, 0, target.length);
        }
    }
}
