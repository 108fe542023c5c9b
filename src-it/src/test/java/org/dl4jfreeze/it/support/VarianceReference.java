package org.dl4jfreeze.it.support;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezableNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The gradient variance over the samples of all workers, the slow way: in every iteration of every worker a new network of
 * the same configuration on a copy of the parameters, in DOUBLE, run once on the first example, or once on each, and once on the whole
 * mini-batch; every difference is stored, the mean square is taken at the end. Stands behind the listener that freezes and stops when that has.
 */
public final class VarianceReference extends Observer {

    private final List<double[]> differences = new ArrayList<>();
    private final ThreadLocal<INDArray[]> labels = new ThreadLocal<>();
    private final boolean ofAllExamples;

    /** Of the first example of each mini-batch. */
    public VarianceReference() {
        this(false);
    }

    /**
     * Of the first example of each mini-batch, or of all; mini-batches are of one size then.
     *
     * @param ofAllExamples which of the two
     */
    public VarianceReference(boolean ofAllExamples) {
        this.ofAllExamples = ofAllExamples;
    }

    /** How many samples all workers together have taken. */
    public synchronized int samples() {
        return differences.size();
    }

    /** The mean square difference per parameter. */
    public synchronized double[] variance() {
        double[] variance = new double[differences.get(0).length];
        for (double[] difference : differences) {
            for (int i = 0; i < variance.length; i++) {
                variance[i] += difference[i] * difference[i];
            }
        }
        for (int i = 0; i < variance.length; i++) {
            variance[i] /= differences.size();
        }
        return variance;
    }

    /** The mean product of the differences of two parameters. */
    public synchronized double covariance(int i, int j) {
        double sum = 0;
        for (double[] difference : differences) {
            sum += difference[i] * difference[j];
        }
        return sum / differences.size();
    }

    @Override
    public void onBackwardPass(Model model) {
        if (model instanceof ComputationGraph) {
            // a graph forgets them before its gradient is announced
            ComputationGraph graph = (ComputationGraph) model;
            List<INDArray> found = new ArrayList<>();
            for (String output : graph.getConfiguration().getNetworkOutputs()) {
                Layer layer = graph.getLayer(output);
                found.add(
                        layer instanceof BaseOutputLayer
                                ? ((BaseOutputLayer<?>) layer).getLabels()
                                : ((IOutputLayer) layer).getLabels());
            }
            outsideOfWorkspaces(() -> labels.set(inDouble(found.toArray(new INDArray[0]))));
        }
    }

    @Override
    public void onGradientCalculation(Model model) {
        outsideOfWorkspaces(() -> {
            if (FreezableNetwork.of(model).mask().isAnyFrozen()) {
                return;
            }
            List<double[]> found = model instanceof MultiLayerNetwork
                    ? differences((MultiLayerNetwork) model)
                    : differences((ComputationGraph) model);
            synchronized (this) {
                differences.addAll(found);
            }
        });
    }

    private List<double[]> differences(MultiLayerNetwork network) {
        INDArray features = inDouble(network.getInput());
        INDArray target = inDouble(network.getLabels());
        return minus(
                example -> gradient(network, example(features, example), example(target, example)),
                gradient(network, features, target),
                features.size(0));
    }

    private static INDArray gradient(MultiLayerNetwork network, INDArray features, INDArray target) {
        MultiLayerNetwork copy =
                new MultiLayerNetwork(network.getLayerWiseConfigurations().clone());
        copy.init(network.params().dup(), false);
        copy.setInput(features);
        copy.setLabels(target);
        copy.computeGradientAndScore();
        return copy.gradient().gradient().dup();
    }

    private List<double[]> differences(ComputationGraph graph) {
        INDArray[] features = inDouble(graph.getInputs());
        INDArray[] target = labels.get();
        return minus(
                example -> gradient(graph, example(features, example), example(target, example)),
                gradient(graph, features, target),
                features[0].size(0));
    }

    private static INDArray gradient(ComputationGraph graph, INDArray[] features, INDArray[] target) {
        ComputationGraphConfiguration configuration = graph.getConfiguration().clone();
        configuration.setDataType(DataType.DOUBLE);
        ComputationGraph copy = new ComputationGraph(configuration);
        copy.init(inDouble(graph.params()), false);
        copy.setInputs(features);
        copy.setLabels(target);
        copy.computeGradientAndScore();
        return copy.gradient().gradient().dup();
    }

    /** Gradient of one example less the mean over the mini-batch, of which the sum is given. */
    private List<double[]> minus(LongFunction<INDArray> gradientOfExample, INDArray sum, long examples) {
        List<double[]> found = new ArrayList<>();
        double[] all = sum.toDoubleVector();
        for (long example = 0; example < (ofAllExamples ? examples : 1); example++) {
            double[] difference = gradientOfExample.apply(example).toDoubleVector();
            for (int i = 0; i < difference.length; i++) {
                difference[i] -= all[i] / examples;
            }
            found.add(difference);
        }
        return found;
    }

    private static INDArray example(INDArray array, long example) {
        return array.get(NDArrayIndex.interval(example, example + 1), NDArrayIndex.all())
                .dup();
    }

    private static INDArray[] example(INDArray[] arrays, long example) {
        INDArray[] examples = new INDArray[arrays.length];
        for (int i = 0; i < examples.length; i++) {
            examples[i] = example(arrays[i], example);
        }
        return examples;
    }

    private static INDArray inDouble(INDArray array) {
        return array.dup().castTo(DataType.DOUBLE);
    }

    private static INDArray[] inDouble(INDArray[] arrays) {
        INDArray[] copies = new INDArray[arrays.length];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = inDouble(arrays[i]);
        }
        return copies;
    }
}
