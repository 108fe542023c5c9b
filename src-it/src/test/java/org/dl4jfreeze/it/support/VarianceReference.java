package org.dl4jfreeze.it.support;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.network.FreezableNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The gradient variance over the samples of all workers, the slow way: in every iteration of every worker a new network of
 * the same configuration on a copy of the parameters, in DOUBLE, run once on the first example and once on the whole mini-batch; every
 * difference is stored, the mean square is taken at the end. Stands behind the listener that freezes and stops when that has.
 */
public final class VarianceReference extends Observer {

    private final List<double[]> differences = new ArrayList<>();
    private final ThreadLocal<INDArray[]> labels = new ThreadLocal<>();

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
            double[] difference = model instanceof MultiLayerNetwork
                    ? difference((MultiLayerNetwork) model)
                    : difference((ComputationGraph) model);
            synchronized (this) {
                differences.add(difference);
            }
        });
    }

    private static double[] difference(MultiLayerNetwork network) {
        INDArray features = inDouble(network.getInput());
        INDArray target = inDouble(network.getLabels());
        return minus(
                gradient(network, first(features), first(target)),
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

    private double[] difference(ComputationGraph graph) {
        INDArray[] features = inDouble(graph.getInputs());
        INDArray[] target = labels.get();
        return minus(
                gradient(graph, first(features), first(target)),
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
    private static double[] minus(INDArray example, INDArray sum, long examples) {
        double[] first = example.toDoubleVector();
        double[] all = sum.toDoubleVector();
        for (int i = 0; i < first.length; i++) {
            first[i] -= all[i] / examples;
        }
        return first;
    }

    private static INDArray first(INDArray array) {
        return array.get(NDArrayIndex.interval(0, 1), NDArrayIndex.all()).dup();
    }

    private static INDArray[] first(INDArray[] arrays) {
        INDArray[] firsts = new INDArray[arrays.length];
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = first(arrays[i]);
        }
        return firsts;
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
