package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** A fault of DL4J 1.0.0-M2.1 that the documentation describes: if this test fails, a release has repaired it. */
class SameDiffLambdaTest {

    private static final int INPUTS = 4;
    private static final int HIDDEN = 5;

    /** The product of two inputs. */
    public static final class Product extends SameDiffLambdaVertex {

        private static final long serialVersionUID = 1L;

        @Override
        public SDVariable defineVertex(SameDiff sameDiff, VertexInputs inputs) {
            return inputs.getInput(0).mul(inputs.getInput(1));
        }
    }

    private static ComputationGraph graph(GraphVertex product) {
        ComputationGraph graph = new ComputationGraph(TestNetworks.base(DataType.DOUBLE, new Adam(0.01))
                .graphBuilder()
                .addInputs("left", "right")
                .addLayer("a", new DenseLayer.Builder().nIn(INPUTS).nOut(HIDDEN).build(), "left")
                .addLayer("b", new DenseLayer.Builder().nIn(INPUTS).nOut(HIDDEN).build(), "right")
                .addVertex("product", product, "a", "b")
                .addLayer("out", TestNetworks.output(HIDDEN), "product")
                .setOutputs("out")
                .build());
        graph.init();
        return graph;
    }

    private static double[] gradient(ComputationGraph graph, INDArray... inputs) {
        INDArray labels = Nd4j.zeros(DataType.DOUBLE, 2, 3);
        labels.putScalar(0, 1, 1);
        labels.putScalar(1, 2, 1);
        graph.setInputs(inputs);
        graph.setLabels(labels);
        graph.computeGradientAndScore();
        INDArray gradient = graph.gradient().gradient();
        return gradient.dup().reshape(gradient.length()).toDoubleVector();
    }

    @Test
    void gradientsBelowALambdaVertexAreDoubledByDl4j() {
        ComputationGraph lambda = graph(new Product());
        ComputationGraph own = graph(new ElementWiseVertex(ElementWiseVertex.Op.Product));
        lambda.setParams(own.params());
        INDArray left = Nd4j.linspace(DataType.DOUBLE, -1, 0.25, 2 * INPUTS).reshape(2, INPUTS);
        INDArray right = Nd4j.linspace(DataType.DOUBLE, 0.5, 0.125, 2 * INPUTS).reshape(2, INPUTS);
        double[] doubled = gradient(lambda, left, right);
        double[] expected = gradient(own, left, right);
        int below = 2 * (INPUTS * HIDDEN + HIDDEN);
        for (int i = 0; i < expected.length; i++) {
            assertThat(doubled[i])
                    .as("gradient %d", i)
                    .isEqualTo(i < below ? 2 * expected[i] : expected[i], offset(1e-12));
        }
        assertThat(expected[0]).as("a gradient below").isNotZero();
    }
}
