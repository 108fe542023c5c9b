package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.internal.dl4j.ParameterArray;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Which element of which weights a parameter is; all kinds of layers are in {@code matrix.ParameterPositionsMatrixTest}. */
class ParameterGroupTest {

    private final MultiLayerNetwork net = TestNetworks.dense(DataType.FLOAT, new FreezingAdam(0.01));
    private final ParameterGroup weights = FreezableNetwork.of(net).groups().get(0);

    @Test
    void theElementThatIsFrozenStaysAndAllOthersMove() {
        FreezableNetwork freezable = FreezableNetwork.of(net);
        FreezeMask mask = new FreezeMask.Builder(freezable.parameterCount())
                .freeze(weights.index(2, 1))
                .build();
        freezable.freeze(mask);
        INDArray w = net.getParam("0_W");
        INDArray before = w.dup();
        Training.fit(net, TestData.dense(DataType.FLOAT, 6, 1));
        List<String> still = new ArrayList<>();
        for (int i = 0; i < w.rows(); i++) {
            for (int j = 0; j < w.columns(); j++) {
                if (w.getFloat(i, j) == before.getFloat(i, j)) {
                    still.add(i + "," + j);
                }
            }
        }
        assertThat(still).containsExactly("2,1");
        INDArray frozen = mask.of(weights);
        assertThat(frozen.getDouble(2, 1)).isEqualTo(1);
        assertThat(frozen.castTo(DataType.INT32).sumNumber().intValue()).isEqualTo(1);
    }

    /** So that the two memory orders are told apart: that of dense weights runs along columns, of a convolution along rows. */
    @Test
    void everyLayerHasItsOwnMemoryOrder() {
        assertThat(weights.index(1, 0) - weights.index(0, 0)).isEqualTo(1);
        MultiLayerNetwork convolution = new MultiLayerNetwork(TestNetworks.base(DataType.FLOAT, new FreezingAdam(0.01))
                .list()
                .layer(new ConvolutionLayer.Builder(3, 2).nOut(4).build())
                .layer(TestNetworks.output(4 * 4 * 5))
                .setInputType(InputType.convolutional(6, 6, 2))
                .build());
        convolution.init();
        ParameterGroup kernel = FreezableNetwork.of(convolution).groups().stream()
                .filter(group -> group.name().equals("W"))
                .findFirst()
                .orElseThrow();
        assertThat(kernel.shape()).containsExactly(4, 2, 3, 2);
        assertThat(kernel.index(0, 0, 0, 1) - kernel.index(0, 0, 0, 0)).isEqualTo(1);
    }

    @Test
    void aPositionOutsideNamesTheShapeAndAnIndexOutsideTheGroup() {
        long[] shape = weights.shape();
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> weights.index(shape[0], 0))
                .withMessageContaining("[" + shape[0] + ", 0]")
                .withMessageContaining("the shape [" + shape[0] + ", " + shape[1] + "] of " + weights);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> weights.index(0));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> weights.index(0, -1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> weights.position(weights.offset() + weights.length()))
                .withMessageContaining(weights.toString())
                .withMessageContaining("groups()");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> weights.position(-1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> FreezeMask.none(5).of(weights));
    }

    /** A checkpoint does not know the shape, and its groups must be equal to the network's. */
    @Test
    void groupsAreComparedWithoutTheirShape() {
        ParameterGroup flat = new ParameterArray(weights.layer(), weights.name(), 0, weights.length(), true);
        assertThat(flat).isEqualTo(weights).hasSameHashCodeAs(weights);
        assertThat(flat.shape()).containsExactly(weights.length());
        assertThat(flat.position(flat.index(7))).containsExactly(7);
    }
}
