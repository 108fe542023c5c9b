package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.support.CapturedLog;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;

/** What a listener, an order and a mask say of themselves. */
class FreezingReportTest {

    private final FreezingListener listener =
            new FreezingListener(FreezePlan.atIteration(4).fraction(0.5));
    private MultiLayerNetwork net = TestNetworks.dense(DataType.FLOAT, new FreezingAdam(0.01));

    private void train(int from, int to) {
        Training.fit(net, from, to, t -> TestData.dense(DataType.FLOAT, 6, t));
    }

    @Test
    void theReportIsTheTableInTheLog() {
        net.addListeners(listener);
        try (CapturedLog log = new CapturedLog()) {
            train(0, 4);
            String logged = log.infos().stream()
                    .filter(message -> message.startsWith("Frozen after"))
                    .findFirst()
                    .orElseThrow();
            assertThat(logged).endsWith(listener.report());
        }
    }

    @Test
    void eachRowHasWhatIsFrozenAndTheShareOfTheVariance() {
        net.addListeners(listener);
        train(0, 4);
        INDArray variance = listener.variance().castTo(DataType.DOUBLE);
        double total = variance.sumNumber().doubleValue();
        String[] rows = listener.report().split("\\R");
        assertThat(rows[0].strip().split(" +")).containsExactly("layer", "parameter", "frozen", "of", "variance");
        int row = 1;
        for (ParameterGroup group : FreezableNetwork.of(net).groups()) {
            int end = group.offset() + group.length();
            double share = variance.get(NDArrayIndex.interval(group.offset(), end))
                            .sumNumber()
                            .doubleValue()
                    / total;
            int frozen = listener.mask().frozenCount(group.offset(), end);
            assertThat(rows[row++].strip())
                    .matches(String.format(
                            "%s +%s +%d +%d +%.1f %% +%.1f %%",
                            group.layer(),
                            group.name(),
                            frozen,
                            group.length(),
                            100.0 * frozen / group.length(),
                            100 * share));
        }
        assertThat(rows[row].strip()).matches("all +42 +83 +50\\.6 % +100\\.0 %");
        assertThat(rows).hasSize(row + 1);
    }

    @Test
    void aDashStandsWhereNothingCanBeFrozenAndBeforeTheFirstSample() {
        net = TestNetworks.dense(DataType.FLOAT, new FreezingAdam(0.01), builder -> builder.biasUpdater(new Sgd(0.1)));
        FreezingListener late = FreezingListener.builder(
                        FreezePlan.atIteration(9).fraction(0.5))
                .sampler(GradientSampler.firstExample().afterWarmUp(2))
                .build();
        net.addListeners(late);
        train(0, 1);
        assertThat(late.report().lines().skip(1)).allMatch(row -> row.endsWith(" -"));
        train(1, 4);
        assertThat(late.report().lines().filter(row -> row.contains(" b "))).allMatch(row -> row.matches(".* - +-"));
        assertThat(late.report().lines().filter(row -> row.contains(" W "))).allMatch(row -> row.endsWith(" %"));
    }

    @Test
    void theReportAfterThawingSaysThatNothingIsFrozen() {
        net.addListeners(listener);
        train(0, 4);
        listener.thaw();
        assertThat(listener.report()).containsPattern("all +0 +83 +0\\.0 %");
    }

    @Test
    void aListenerDescribesItsPlanAndWhatItHasSeen() {
        assertThat(listener)
                .hasToString("FreezingListener(" + listener.plan() + "; " + GradientSampler.firstExample()
                        + "; no network seen yet)");
        net.addListeners(listener);
        train(0, 3);
        assertThat(listener.toString()).endsWith("; 3 samples, not frozen)");
        train(3, 4);
        assertThat(listener.toString()).endsWith("; 4 samples, 42 parameters frozen)");
    }

    @Test
    void ordersAndMasksShowTheirFirstParameters() {
        assertThat(ParameterOrder.of(5, new int[] {3, 0, 4}))
                .hasToString("ParameterOrder(3 of 5 parameters, lowest first: 3, 0, 4)");
        assertThat(FreezeMask.of(false, true, true)).hasToString("FreezeMask(2 of 3 frozen: 1, 2)");
        assertThat(FreezeMask.none(3)).hasToString("FreezeMask(0 of 3 frozen)");
        FreezeMask.Builder many = new FreezeMask.Builder(1000);
        for (int i = 5; i < 1000; i += 100) {
            many.freeze(i);
        }
        assertThat(many.build())
                .hasToString("FreezeMask(10 of 1000 frozen: 5, 105, 205, 305, 405, 505, 605, 705, ...)");
    }
}
