package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.Stacks;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** Layers of a MultiLayerNetwork named by number in a plan. */
class LayerNumbersTest {

    private static final DataType TYPE = DataType.DOUBLE;
    private static final FreezePlan ALL = FreezePlan.atIteration(3).fraction(1);

    private static MultiLayerNetwork network(String... names) {
        Layer[] layers = new Layer[names.length + 1];
        for (int i = 0; i < names.length; i++) {
            layers[i] = new DenseLayer.Builder().name(names[i]).nOut(4).build();
        }
        layers[names.length] = TestNetworks.output(4);
        return (MultiLayerNetwork) Stacks.of(false, TYPE, new FreezingAdam(0.01), InputType.feedForward(4), layers);
    }

    private static List<String> frozen(MultiLayerNetwork network, FreezingListener listener, int from) {
        for (int t = from; t < 4; t++) {
            network.fit(TestData.dense(TYPE, 6, t));
        }
        return FreezableNetwork.of(network).groups().stream()
                .filter(group -> {
                    int frozen = listener.mask().frozenCount(group.offset(), group.offset() + group.length());
                    assertThat(frozen).as("%s", group).isIn(0, group.length());
                    return frozen > 0;
                })
                .map(group -> group.layer() + "." + group.name())
                .collect(Collectors.toList());
    }

    private static List<String> frozen(MultiLayerNetwork network, FreezePlan plan) {
        FreezingListener listener = new FreezingListener(plan);
        network.addListeners(listener);
        return frozen(network, listener, 0);
    }

    @Test
    void aNumberNamesALayerWhetherItHasANameOrNot() {
        assertThat(frozen(network("first", "second"), ALL.includingLayers("0"))).containsExactly("first.W", "first.b");
        assertThat(frozen(
                        network("first", "second"),
                        ALL.includingLayers("1", "first").includingKinds("W")))
                .containsExactly("first.W", "second.W");
        assertThat(frozen(
                        network("first", "second"),
                        ALL.excludingLayers("0", "2").excludingKinds("b")))
                .containsExactly("second.W");
        assertThat(frozen(network(null, null), ALL.excludingLayers("0", "layer1")))
                .containsExactly("layer2.W", "layer2.b");
    }

    @Test
    void layersWithoutParametersAreCounted() {
        MultiLayerNetwork network = TestNetworks.convolution(TYPE);
        FreezingListener listener = new FreezingListener(ALL.includingLayers("2"));
        network.addListeners(listener);
        for (int t = 0; t < 3; t++) {
            network.fit(TestData.convolution(TYPE, 4, t));
        }
        for (ParameterGroup group : FreezableNetwork.of(network).groups()) {
            assertThat(listener.mask().frozenCount(group.offset(), group.offset() + group.length()))
                    .isEqualTo(group.layer().equals("layer2") ? group.length() : 0);
        }
    }

    @Test
    void aLayerThatHasANumberForAName() {
        assertThat(frozen(network("1", "second"), ALL.includingLayers("1"))).containsExactly("1.W", "1.b");
        assertThat(frozen(network("1", "second"), ALL.includingLayers("0", "2")))
                .containsExactly("1.W", "1.b", "layer2.W", "layer2.b");
    }

    @Test
    void numbersThatFitNothingAreRefused() {
        assertThatThrownBy(() -> frozen(network("first", "second"), ALL.includingLayers("3")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"3\"")
                .hasMessageContaining("[first, second, layer2]");
        assertThatThrownBy(() -> frozen(
                        network("first", "second"), ALL.includingLayers("first").excludingLayers("0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"first\" is both included and excluded");
    }

    @Test
    void thePlanAndItsJsonKeepTheNumber() {
        FreezePlan plan = ALL.includingLayers("0");
        assertThat(FreezePlan.fromJson(plan.toJson())).isEqualTo(plan);
        assertThat(plan.toJson()).contains("\"includedLayers\" : [ \"0\" ]");
        FreezingListener listener = new FreezingListener(plan);
        MultiLayerNetwork network = network("first", "second");
        network.addListeners(listener);
        frozen(network, listener, 0);
        assertThat(listener.plan()).isEqualTo(plan);
    }

    @Test
    void aCheckpointResumesWithAndWithoutItsNetwork(@TempDir Path folder) {
        MultiLayerNetwork network = network("first", "second");
        FreezingListener listener = new FreezingListener(ALL.includingLayers("1"));
        network.addListeners(listener);
        network.fit(TestData.dense(TYPE, 6, 0));
        File file = folder.resolve("checkpoint.zip").toFile();
        FreezingCheckpoint.save(network, listener, file);
        FreezingCheckpoint loaded = FreezingCheckpoint.load(file);
        assertThat(frozen(loaded.multiLayerNetwork(), loaded.listener(), 1)).containsExactly("second.W", "second.b");
        MultiLayerNetwork clone = network.clone();
        FreezingListener alone = FreezingCheckpoint.loadListener(file);
        clone.setListeners(alone);
        assertThat(frozen(clone, alone, 1)).containsExactly("second.W", "second.b");
    }
}
