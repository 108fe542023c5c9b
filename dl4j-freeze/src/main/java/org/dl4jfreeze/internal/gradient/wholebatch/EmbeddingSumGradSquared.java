package org.dl4jfreeze.internal.gradient.wholebatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Handles embeddings: the gradient of one example is, in the row of each of its words, the sum of the deltas where the word occurs.
 * Costs the deltas and the rows that occur, not the whole table.
 */
final class EmbeddingSumGradSquared extends DeltaSumGradSquared {

    EmbeddingSumGradSquared(Layer layer, LayerwiseShadow pass) {
        super(layer, pass);
    }

    @Override
    void replaceGradient(Layer layer, INDArray delta, INDArray weights, INDArray bias) {
        INDArray deltas = rows(layer, delta);
        long[] words = words(layer.input());
        long steps = words.length / layer.input().size(0);
        List<Map<Long, double[]>> gradients = new ArrayList<>();
        for (long example = 0; example < pass.examples(); example++) {
            gradients.add(new HashMap<>());
        }
        double[] flat = deltas.castTo(DataType.DOUBLE).data().asDouble();
        int outputs = (int) deltas.size(1);
        for (int row = 0; row < words.length; row++) {
            double[] sum = gradients
                    .get((int) (row / steps % pass.examples()))
                    .computeIfAbsent(words[row], absent -> new double[outputs]);
            for (int i = 0; i < outputs; i++) {
                sum[i] += flat[row * outputs + i];
            }
        }
        putSquares(gradients, weights);
        if (bias != null) {
            bias.assign(squaresOfBias(gradients, outputs));
        }
    }

    private static void putSquares(List<Map<Long, double[]>> gradients, INDArray weights) {
        Map<Long, double[]> sums = new HashMap<>();
        for (Map<Long, double[]> ofExample : gradients) {
            ofExample.forEach((word, gradient) ->
                    addSquares(sums.computeIfAbsent(word, absent -> new double[gradient.length]), gradient));
        }
        weights.assign(0);
        sums.forEach((word, row) -> weights.getRow(word).assign(Nd4j.createFromArray(row)));
    }

    private static INDArray squaresOfBias(List<Map<Long, double[]>> gradients, int outputs) {
        double[] sums = new double[outputs];
        for (Map<Long, double[]> ofExample : gradients) {
            double[] gradient = new double[outputs];
            ofExample.values().forEach(row -> {
                for (int i = 0; i < outputs; i++) {
                    gradient[i] += row[i];
                }
            });
            addSquares(sums, gradient);
        }
        return Nd4j.createFromArray(sums);
    }

    private static void addSquares(double[] sums, double[] gradient) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += gradient[i] * gradient[i];
        }
    }

    /** Returns the words, sequence by sequence. */
    private static long[] words(INDArray input) {
        INDArray inRows = input.dup('c');
        return inRows.reshape('c', new long[] {inRows.length()}).toLongVector();
    }

    /** Returns one row for each word. */
    private static INDArray rows(Layer layer, INDArray delta) {
        if (delta.rank() == 2) {
            return delta.dup('c');
        }
        EmbeddingSequenceLayer sequence = (EmbeddingSequenceLayer) layer.conf().getLayer();
        INDArray byStep = sequence.getOutputFormat() == RNNFormat.NCW ? delta.permute(0, 2, 1) : delta;
        return byStep.dup('c').reshape('c', byStep.size(0) * byStep.size(1), byStep.size(2));
    }
}
