package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.EquipNetworks.DataFactory;
import org.dl4jfreeze.EquipNetworks.NetworkFactory;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.Saving;
import org.dl4jfreeze.support.Training;
import org.dl4jfreeze.support.UpdaterStates;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** A network with stock Adam that is equipped during training continues bit for bit as if it had not been. */
class EquipTest {

    private static final int BEFORE = 5;
    private static final int AFTER = 7;

    private static void train(Model model, int from, int to, DataType type, DataFactory data) {
        for (int t = from; t < to; t++) {
            Training.fit(model, data.create(type, 6, t));
            if (t % 3 == 2) {
                incrementEpoch(model);
            }
        }
    }

    private static void incrementEpoch(Model model) {
        if (model instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) model).incrementEpochCount();
        } else {
            ((ComputationGraph) model).incrementEpochCount();
        }
    }

    private static void assertSame(Model actual, Model expected) {
        assertThat(Bits.of(actual.params())).containsExactly(Bits.of(expected.params()));
        assertThat(UpdaterStates.of(actual, "M")).containsExactly(UpdaterStates.of(expected, "M"));
        assertThat(UpdaterStates.of(actual, "V")).containsExactly(UpdaterStates.of(expected, "V"));
        assertThat(expected.params().castTo(DataType.DOUBLE).toDoubleVector()).doesNotContain(Double.NaN);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("org.dl4jfreeze.EquipNetworks#networks")
    void theNextStepsAreThoseOfStockAdamBitForBit(
            String name, DataType type, NetworkFactory factory, DataFactory data) {
        Model stock = factory.create(type);
        Nd4j.getRandom().setSeed(7);
        train(stock, 0, BEFORE, type, data);
        double[] movedBefore = stock.params().castTo(DataType.DOUBLE).toDoubleVector();
        train(stock, BEFORE, BEFORE + AFTER, type, data);

        Model ours = factory.create(type);
        Nd4j.getRandom().setSeed(7);
        train(ours, 0, BEFORE, type, data);
        assertThat(FreezingAdam.equip(ours)).isSameAs(ours);
        assertThat(UpdaterStates.updaters(ours)).contains("FreezingAdam").doesNotContain("Adam");
        assertThat(FreezableNetwork.of(ours).mask().isAnyFrozen()).isFalse();
        train(ours, BEFORE, BEFORE + AFTER, type, data);

        assertThat(stock.params().castTo(DataType.DOUBLE).toDoubleVector()).isNotEqualTo(movedBefore);
        assertSame(ours, stock);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("org.dl4jfreeze.EquipNetworks#networks")
    void theStepsAfterSavingAndRestoringAreThoseOfStockAdam(
            String name, DataType type, NetworkFactory factory, DataFactory data) {
        Model stock = factory.create(type);
        train(stock, 0, BEFORE, type, data);
        Model ours = Saving.restored(stock, true);
        stock = Saving.restored(stock, true);
        FreezingAdam.equip(ours);
        ours = Saving.restored(ours, true);

        Nd4j.getRandom().setSeed(7);
        train(stock, BEFORE, BEFORE + AFTER, type, data);
        Nd4j.getRandom().setSeed(7);
        train(ours, BEFORE, BEFORE + AFTER, type, data);
        assertSame(ours, stock);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("org.dl4jfreeze.EquipNetworks#networks")
    void theStepsOfANetworkWithoutUpdaterStateAreThoseOfStockAdam(
            String name, DataType type, NetworkFactory factory, DataFactory data) {
        Model untrained = factory.create(type);
        Model trained = factory.create(type);
        train(trained, 0, BEFORE, type, data);
        List<Model> pair = new ArrayList<>();
        for (Model stateless : List.of(untrained, Saving.restored(trained, false))) {
            pair.clear();
            for (boolean equip : new boolean[] {false, true}) {
                Model model = Saving.restored(stateless, false);
                if (equip) {
                    FreezingAdam.equip(model);
                }
                Nd4j.getRandom().setSeed(7);
                train(model, BEFORE, BEFORE + 3, type, data);
                pair.add(model);
            }
            assertSame(pair.get(1), pair.get(0));
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("org.dl4jfreeze.EquipNetworks#networks")
    void anEquippedNetworkCanBeFrozen(String name, DataType type, NetworkFactory factory, DataFactory data) {
        Model ours = factory.create(type);
        train(ours, 0, BEFORE, type, data);
        FreezingAdam.equip(ours);
        FreezableNetwork freezable = FreezableNetwork.of(ours);
        FreezeMask.Builder mask = new FreezeMask.Builder(freezable.parameterCount());
        for (int index : freezable.freezableIndices()) {
            mask.freeze(index);
        }
        freezable.freeze(mask.build());
        long[] before = Bits.of(ours.params());
        train(ours, BEFORE, BEFORE + 3, type, data);
        FrozenParameters.assertStayed(mask.build(), before, Bits.of(ours.params()));
    }
}
