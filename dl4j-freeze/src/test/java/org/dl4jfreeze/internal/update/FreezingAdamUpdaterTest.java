package org.dl4jfreeze.internal.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.BothPaths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;

class FreezingAdamUpdaterTest {

    /** Large enough for HALF, in which 1e-8 is zero and stock Adam divides 0 by 0. */
    private static final double EPSILON = 1e-3;

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"HALF", "FLOAT", "DOUBLE"})
    void withNothingFrozenItIsStockAdamBitForBit(DataType type) {
        int n = 1000;
        FreezingAdamUpdater ours = updater(type, n);
        GradientUpdater<?> stock = new Adam(0.01, 0.9, 0.999, EPSILON).instantiate(Nd4j.zeros(type, 1, 2 * n), true);
        Random random = new Random(1);
        for (int t = 0; t < 20; t++) {
            INDArray gradient = gradient(type, n, random);
            INDArray expected = gradient.dup();
            ours.applyUpdater(gradient, t, 0);
            stock.applyUpdater(expected, t, 0);
            assertThat(Bits.of(gradient)).containsExactly(Bits.of(expected));
        }
        stock.getState()
                .forEach((key, state) ->
                        assertThat(Bits.of(ours.getState().get(key))).containsExactly(Bits.of(state)));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "63,30", "64,64", "65,1", "2047,1000", "2048,2000", "2049,2048", "5000,2500", "5000,5000"
    })
    void activeParametersFollowStockAdamAndFrozenOnesGetAZeroUpdate(int n, int k) {
        FreezeMask mask =
                ParameterOrder.random(n, IntStream.range(0, n).toArray(), n).lowest(k);
        assertThat(mask.frozenCount()).as("number of frozen parameters").isPositive();
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            double tolerance = type == DataType.FLOAT ? 1e-8 : 1e-16;
            BothPaths.forEach(() -> {
                FreezingAdamUpdater ours = updater(type, n);
                GradientUpdater<?> stock =
                        new Adam(0.01, 0.9, 0.999, EPSILON).instantiate(Nd4j.zeros(type, 1, 2 * n), true);
                Random random = new Random(2);
                Map<String, INDArray> frozenState = new HashMap<>();
                for (int t = 0; t < 10; t++) {
                    if (t == 4) {
                        ours.setMask(mask);
                        ours.getState().forEach((key, state) -> frozenState.put(key, state.dup()));
                    }
                    INDArray gradient = gradient(type, n, random);
                    INDArray expected = gradient.dup();
                    ours.applyUpdater(gradient, t, 0);
                    stock.applyUpdater(expected, t, 0);
                    for (int i = 0; i < n; i++) {
                        boolean frozen = t >= 4 && mask.isFrozen(i);
                        double update = gradient.getDouble(i);
                        if (frozen) {
                            assertThat(Double.doubleToRawLongBits(update)).isZero();
                        } else {
                            assertThat(update).isCloseTo(expected.getDouble(i), within(tolerance));
                        }
                    }
                }
                for (String key : new String[] {"M", "V"}) {
                    for (int i = 0; i < n; i++) {
                        double state = ours.getState().get(key).getDouble(i);
                        INDArray expected = mask.isFrozen(i)
                                ? frozenState.get(key)
                                : stock.getState().get(key);
                        assertThat(state).isCloseTo(expected.getDouble(i), within(tolerance));
                    }
                }
            });
        }
    }

    @Test
    void aNanOrInfiniteGradientReachesNothingThatIsFrozen() {
        BothPaths.forEach(() -> {
            for (DataType type : new DataType[] {DataType.FLOAT16, DataType.FLOAT, DataType.DOUBLE}) {
                FreezingAdamUpdater updater = updater(type, 4);
                updater.setMask(FreezeMask.of(true, false, true, true));
                INDArray gradient = Nd4j.createFromArray(
                                Double.NaN, 1.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)
                        .castTo(type);
                updater.applyUpdater(gradient, 0, 0);
                long[] update = Bits.of(gradient);
                assertThat(new long[] {update[0], update[2], update[3]}).containsOnly(0);
                assertThat(gradient.getDouble(1)).isGreaterThan(0);
                for (String key : new String[] {"M", "V"}) {
                    double[] state =
                            updater.getState().get(key).castTo(DataType.DOUBLE).toDoubleVector();
                    assertThat(new double[] {state[0], state[2], state[3]}).containsOnly(0);
                }
            }
        });
    }

    @Test
    void freezingAndThawingBetweenTwoStepsChangesNothing() {
        FreezingAdamUpdater touched = updater(DataType.FLOAT, 3);
        FreezingAdamUpdater untouched = updater(DataType.FLOAT, 3);
        for (int t = 0; t < 5; t++) {
            touched.setMask(FreezeMask.of(true, true, false));
            touched.setMask(FreezeMask.none(3));
            INDArray first = Nd4j.createFromArray(1f, 2f, 3f);
            INDArray second = first.dup();
            touched.applyUpdater(first, t, 0);
            untouched.applyUpdater(second, t, 0);
            assertThat(Bits.of(first)).containsExactly(Bits.of(second));
        }
    }

    @Test
    void aStateThatIsAssignedBehindTheUpdatersBackIsNoticed() {
        int n = 100;
        INDArray state = Nd4j.zeros(DataType.FLOAT, 1, 4 * n);
        FreezingAdamUpdater updater = (FreezingAdamUpdater) new FreezingAdam(0.1).instantiate(state, true);
        updater.applyUpdater(Nd4j.ones(DataType.FLOAT, n), 0, 0);
        FreezingAdamUpdater donor = updater(DataType.FLOAT, n);
        donor.applyUpdater(Nd4j.ones(DataType.FLOAT, n).mul(2), 0, 0);
        donor.setMask(new FreezeMask.Builder(n).freeze(37).build());
        INDArray donated = Nd4j.concat(
                0,
                donor.getState().get("M"),
                donor.getState().get("V"),
                donor.variance(),
                donor.getState().get(FreezingAdamUpdater.FROZEN_STATE));
        state.assign(donated.reshape(1, 4 * n));
        INDArray gradient = Nd4j.ones(DataType.FLOAT, n);
        updater.applyUpdater(gradient, 1, 0);
        assertThat(gradient.getDouble(37)).isZero();
        assertThat(gradient.getDouble(36)).isNotZero();
    }

    @Test
    void aSnapshotThatIsAssignedRightAfterFreezingOrThawingIsNoticed() {
        int n = 83;
        FreezeMask few = ParameterOrder.ascending(new double[n]).lowest(10);
        for (boolean frozenInSnapshot : new boolean[] {true, false}) {
            INDArray state = Nd4j.zeros(DataType.FLOAT, 1, 4 * n);
            FreezingAdamUpdater updater = (FreezingAdamUpdater) new FreezingAdam(0.1).instantiate(state, true);
            updater.setMask(frozenInSnapshot ? few : FreezeMask.none(n));
            updater.applyUpdater(Nd4j.ones(DataType.FLOAT, n), 0, 0);
            INDArray snapshot = state.dup();
            updater.setMask(frozenInSnapshot ? FreezeMask.none(n) : few);
            updater.mask();
            state.assign(snapshot);
            INDArray gradient = Nd4j.ones(DataType.FLOAT, n);
            updater.applyUpdater(gradient, 1, 0);
            assertThat(gradient.getDouble(3) == 0).isEqualTo(frozenInSnapshot);
        }
    }

    @Test
    void aMaskAveragedOverThreeWorkersIsStillAMask() {
        FreezingAdamUpdater updater = updater(DataType.FLOAT, 2);
        updater.getState().get(FreezingAdamUpdater.FROZEN_STATE).assign(Nd4j.createFromArray(0.99999994f, 1e-8f));
        assertThat(updater.mask()).isEqualTo(FreezeMask.of(true, false));
    }

    @Test
    void aStateOfTheWrongFormIsRefused() {
        FreezingAdam config = new FreezingAdam();
        assertThatThrownBy(() -> config.instantiate(Nd4j.zeros(1, 6), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("multiple of 4")
                .hasMessageContaining("received 6");
        assertThatThrownBy(() -> config.instantiate(Map.of("M", Nd4j.zeros(1), "V", Nd4j.zeros(1)), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("VARIANCE");
        assertThatThrownBy(() -> updater(DataType.FLOAT, 3).setMask(FreezeMask.none(2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FreezingAdamUpdater(config).applyUpdater(Nd4j.zeros(1), 0, 0))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aStateMapWorksAsTheViewDoes() {
        Map<String, INDArray> state = new HashMap<>();
        for (String key :
                new String[] {"M", "V", FreezingAdamUpdater.VARIANCE_STATE, FreezingAdamUpdater.FROZEN_STATE}) {
            state.put(key, Nd4j.ones(DataType.DOUBLE, 3));
        }
        FreezingAdamUpdater byMap = (FreezingAdamUpdater) new FreezingAdam(0.01).instantiate(state, true);
        FreezingAdamUpdater byView =
                (FreezingAdamUpdater) new FreezingAdam(0.01).instantiate(Nd4j.ones(DataType.DOUBLE, 1, 12), true);
        INDArray first = Nd4j.createFromArray(1.0, -2.0, 3.0);
        INDArray second = first.dup();
        byMap.applyUpdater(first, 0, 0);
        byView.applyUpdater(second, 0, 0);
        assertThat(Bits.of(first)).containsExactly(Bits.of(second));
    }

    private static FreezingAdamUpdater updater(DataType type, int n) {
        return (FreezingAdamUpdater)
                new FreezingAdam(0.01, 0.9, 0.999, EPSILON).instantiate(Nd4j.ones(type, 1, 4L * n), true);
    }

    private static INDArray gradient(DataType type, int n, Random random) {
        return Nd4j.createFromArray(random.doubles(n, -1, 1).toArray()).castTo(type);
    }
}
