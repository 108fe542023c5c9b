package org.dl4jfreeze.internal.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The reference for what is collected: keeps every gradient and every step, and averages at the end. */
final class GradientDiary extends BaseTrainingListener {

    final List<double[]> gradients = new ArrayList<>();
    final List<double[][]> steps = new ArrayList<>();
    private double[] before;

    @Override
    public void onGradientCalculation(Model model) {
        INDArray sum = model.getGradientsViewArray();
        before = model.params().toDoubleVector();
        gradients.add(sum.reshape(sum.length()).div(model.batchSize()).toDoubleVector());
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        steps.add(new double[][] {before, model.params().toDoubleVector()});
    }

    /** {@code 1/n sum (g - mean)^2}. */
    double[] variance() {
        double[] mean =
                forEach(j -> gradients.stream().mapToDouble(g -> g[j]).average().orElseThrow());
        return forEach(j -> gradients.stream()
                .mapToDouble(g -> (g[j] - mean[j]) * (g[j] - mean[j]))
                .average()
                .orElseThrow());
    }

    double[] meanSquaredGradient() {
        return forEach(
                j -> gradients.stream().mapToDouble(g -> g[j] * g[j]).average().orElseThrow());
    }

    /** {@code 1/n sum (w_t+1 - w_t)^2}, where of the step in the parameters a share of them is left out. */
    double[] meanSquaredMovement(double share) {
        return forEach(j -> steps.stream()
                .mapToDouble(step -> step[1][j] - step[0][j] + share * step[0][j])
                .map(step -> step * step)
                .average()
                .orElseThrow());
    }

    /** The same without some of the iterations, counted from 0. */
    GradientDiary without(Integer... iterations) {
        GradientDiary others = new GradientDiary();
        for (int t = 0; t < gradients.size(); t++) {
            if (!List.of(iterations).contains(t)) {
                others.gradients.add(gradients.get(t));
                others.steps.add(steps.get(t));
            }
        }
        return others;
    }

    double[] forEach(IntToDoubleFunction value) {
        double[] values = new double[gradients.get(0).length];
        Arrays.setAll(values, value);
        return values;
    }
}
