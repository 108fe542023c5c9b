package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.dl4jfreeze.support.CapturedLog;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Saving;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Networks that have the same layers because they come from one network or one seed, and of which none has lost a mask. */
class SameOriginTest {

    /** In FLOAT: of a DOUBLE graph TransferLearning makes a FLOAT one. */
    private static Model network(NetworkKind kind) {
        return kind == NetworkKind.GRAPH
                ? TestNetworks.graph(DataType.FLOAT, new FreezingAdam(0.02), false)
                : TestNetworks.dense(DataType.FLOAT, new FreezingAdam(0.02));
    }

    private static void train(NetworkKind kind, Model model, int from, int to) {
        Training.fit(
                model,
                from,
                to,
                t -> kind == NetworkKind.GRAPH
                        ? TestData.graph(DataType.FLOAT, 6, t)
                        : TestData.dense(DataType.FLOAT, 6, t));
    }

    private static Model tuned(Model model) {
        FineTuneConfiguration tuning = new FineTuneConfiguration.Builder()
                .updater(new FreezingAdam(0.03))
                .build();
        return model instanceof MultiLayerNetwork
                ? new TransferLearning.Builder((MultiLayerNetwork) model)
                        .fineTuneConfiguration(tuning)
                        .build()
                : new TransferLearning.GraphBuilder((ComputationGraph) model)
                        .fineTuneConfiguration(tuning)
                        .build();
    }

    private static void freezeFirstLayer(Model model) {
        FreezableNetwork network = FreezableNetwork.of(model);
        String first = network.groups().get(0).layer();
        FreezeMask.Builder mask = new FreezeMask.Builder(network.parameterCount());
        for (ParameterGroup group : network.groups()) {
            for (int i = 0; i < group.length() && group.layer().equals(first); i++) {
                mask.freeze(group.offset() + i);
            }
        }
        network.freeze(mask.build());
    }

    private static List<String> warnings(NetworkKind kind, Model model) {
        try (CapturedLog log = new CapturedLog()) {
            Training.setListeners(model, new FreezingListener(FreezePlan.never()));
            train(kind, model, 0, 1);
            return log.warnings();
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofOneSeed(NetworkKind kind) {
        Model frozen = network(kind);
        freezeFirstLayer(frozen);
        train(kind, frozen, 0, 3);
        assertThat(warnings(kind, network(kind))).isEmpty();
        assertThat(FreezableNetwork.of(frozen).mask().isAnyFrozen()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void ofOnePretrainedNetwork(NetworkKind kind) {
        Model pretrained = network(kind);
        train(kind, pretrained, 0, 3);
        Model first = tuned(pretrained);
        freezeFirstLayer(first);
        train(kind, first, 3, 6);
        assertThat(warnings(kind, tuned(pretrained)))
                .as("frozen before it trained")
                .isEmpty();
        Model clone = NetworkKind.cloneOf(pretrained);
        freezeFirstLayer(clone);
        assertThat(warnings(kind, tuned(pretrained)))
                .as("frozen, and not trained")
                .isEmpty();
        train(kind, clone, 3, 6);
        assertThat(warnings(kind, tuned(pretrained))).as("frozen with moments").isEmpty();
        assertThat(FreezableNetwork.of(first).mask().isAnyFrozen()).isTrue();
        assertThat(FreezableNetwork.of(clone).mask().isAnyFrozen()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aCopyOfWhatTheFrozenNetworkHasLearntIsStillSaid(NetworkKind kind) {
        Model old = network(kind);
        train(kind, old, 0, 3);
        freezeFirstLayer(old);
        assertThat(warnings(kind, tuned(old))).hasSize(1);
        train(kind, old, 3, 6);
        assertThat(warnings(kind, tuned(old))).hasSize(1);
        FreezableNetwork.of(old).thaw();
        Model second = network(kind);
        train(kind, second, 0, 4);
        freezeFirstLayer(second);
        Model restored = Saving.restored(second, true);
        FreezableNetwork.of(second).thaw();
        Training.listen(restored, FreezePlan.never());
        train(kind, restored, 4, 5);
        assertThat(warnings(kind, tuned(restored))).as("restored from a file").hasSize(1);
    }
}
