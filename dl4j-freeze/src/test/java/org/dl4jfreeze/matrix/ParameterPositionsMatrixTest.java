package org.dl4jfreeze.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.ParameterGroup;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** In every kind of layer, what is written at an index of the flat parameter vector is read at the group's position of it. */
class ParameterPositionsMatrixTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.dl4jfreeze.matrix.Catalogue#most")
    void aParameterIsWhereItsGroupSays(Entry entry) {
        Model model = entry.network(DataType.DOUBLE, Adams.FREEZING);
        List<ParameterGroup> groups = FreezableNetwork.of(model).groups();
        INDArray flat = model.params();
        flat.assign(Nd4j.arange(flat.length()).castTo(DataType.DOUBLE).reshape(flat.shape()));
        List<INDArray> arrays = arraysOf(model, groups);
        for (int i = 0; i < arrays.size(); i++) {
            ParameterGroup group = groups.get(i);
            assertThat(group.shape())
                    .as(group.toString())
                    .containsExactly(arrays.get(i).shape());
            for (int index = group.offset(); index < group.offset() + group.length(); index++) {
                long[] position = group.position(index);
                assertThat(arrays.get(i).getDouble(position))
                        .as(group.toString())
                        .isEqualTo(index);
                assertThat(group.index(position)).isEqualTo(index);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.dl4jfreeze.matrix.Catalogue#most")
    void theMaskOfAGroupHasTheShapeOfItsWeights(Entry entry) {
        Model model = entry.network(DataType.DOUBLE, Adams.FREEZING);
        List<ParameterGroup> groups = FreezableNetwork.of(model).groups();
        INDArray flat = model.params();
        FreezeMask.Builder mask = new FreezeMask.Builder((int) flat.length());
        INDArray ones = Nd4j.zeros(DataType.DOUBLE, flat.length());
        for (int i = 0; i < flat.length(); i++) {
            if (Integer.bitCount(i * 0x9E3779B9) % 3 == 0) {
                mask.freeze(i);
                ones.putScalar(i, 1);
            }
        }
        flat.assign(ones.reshape(flat.shape()));
        List<INDArray> arrays = arraysOf(model, groups);
        for (int i = 0; i < arrays.size(); i++) {
            INDArray frozen = mask.build().of(groups.get(i));
            assertThat(frozen.dataType()).isEqualTo(DataType.BOOL);
            assertThat(frozen.shape()).containsExactly(arrays.get(i).shape());
            assertThat(frozen.castTo(DataType.DOUBLE))
                    .as(groups.get(i).toString())
                    .isEqualTo(arrays.get(i).castTo(DataType.DOUBLE));
        }
    }

    /** By DL4J's own names: those of vertices, or in a network that is a list the numbers of layers. */
    private static List<INDArray> arraysOf(Model model, List<ParameterGroup> groups) {
        List<String> layers =
                groups.stream().map(ParameterGroup::layer).distinct().collect(Collectors.toList());
        List<String> numbers = new ArrayList<>();
        Map<String, INDArray> table;
        if (model instanceof MultiLayerNetwork) {
            table = ((MultiLayerNetwork) model).paramTable(false);
            table.keySet().stream().map(key -> key.split("_")[0]).distinct().forEach(numbers::add);
        } else {
            table = ((ComputationGraph) model).paramTable(false);
            numbers.addAll(layers);
        }
        assertThat(numbers).hasSameSizeAs(layers);
        List<INDArray> arrays = groups.stream()
                .map(group -> table.get(numbers.get(layers.indexOf(group.layer())) + "_" + group.name()))
                .collect(Collectors.toList());
        assertThat(arrays).hasSize(table.size()).doesNotContainNull();
        return arrays;
    }
}
