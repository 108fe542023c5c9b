package org.dl4jfreeze.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.it.support.FrozenParameters;
import org.dl4jfreeze.it.support.ParallelTraining;
import org.dl4jfreeze.it.support.SmallData;
import org.dl4jfreeze.it.support.SmallNetworks;
import org.dl4jfreeze.it.support.SmallNetworks.Kind;
import org.dl4jfreeze.it.support.WorkerWatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A network that is frozen already when a ParallelWrapper gets it: its values are not such as averaging over 3 or 5 workers leaves
 * alone. The watch stands in front of the listener, so it sees in {@code onForwardPass} what the forward pass has seen.
 */
class FrozenBeforeWrappingIT {

    private static final int T0 = 4;

    private final FreezingListener listener =
            new FreezingListener(FreezePlan.atIteration(T0).fraction(0.5));
    private final WorkerWatch watch = new WorkerWatch(0);

    static Stream<Arguments> trainings() {
        return Stream.of(Kind.values()).flatMap(kind -> Stream.of(ParallelTraining.values())
                .flatMap(training -> IntStream.of(3, 5).mapToObj(workers -> Arguments.of(kind, training, workers))));
    }

    private Model frozenAlone(Kind kind, DataType type) {
        Model model = kind.network(type, builder -> builder.weightDecay(0.1));
        SmallNetworks.setListeners(model, listener);
        SmallNetworks.fit(model, SmallData.batches(300, 300 + T0 + 2));
        assertThat(listener.isFrozen()).isTrue();
        assertThat(listener.mask().isAnyFrozen()).isTrue();
        return model;
    }

    @ParameterizedTest(name = "{0}, {1}, {2} workers")
    @MethodSource("trainings")
    void noForwardPassSeesAFrozenParameterMove(Kind kind, ParallelTraining training, int workers) {
        Model root = frozenAlone(kind, training.dataType());
        double[] before = root.params().toDoubleVector();
        FreezeMask mask = listener.mask();
        SmallNetworks.setListeners(root, watch, listener);
        ParallelTraining.fit(training.wrap(root, workers), SmallData.batches(0, 7 * workers + 1));
        assertThat(watch.violations()).isEmpty();
        assertThat(watch.modelsSeenFrozen()).isEqualTo(workers);
        assertThat(listener.mask()).isEqualTo(mask);
        double[] after = root.params().toDoubleVector();
        FrozenParameters.assertStayed(mask, before, after);
        assertThat(after).isNotEqualTo(before);
        // and alone again; a graph that has shared gradients waits for ever for others then, in DL4J itself
        if (kind == Kind.MULTI_LAYER_NETWORK || training.isAveraging()) {
            SmallNetworks.fit(root, SmallData.batches(400, 404));
            assertThat(watch.violations()).isEmpty();
        }
        assertThat(FreezableNetwork.of(root).mask()).isEqualTo(mask);
    }

    /** What the test above would see without the listener's hook before the forward pass. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void theWatchSeesWhatAveragingOverThreeWorkersMoves(Kind kind) {
        Model root = frozenAlone(kind, DataType.FLOAT);
        SmallNetworks.setListeners(root, watch);
        ParallelTraining.fit(ParallelTraining.AVERAGING_EVERY_ROUND.wrap(root, 3), SmallData.batches(0, 12));
        assertThat(watch.violations()).isNotEmpty();
    }

    /** The first has frozen; the second freezes more, for all workers. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void aSecondListenerFreezesMoreInAllWorkers(Kind kind) {
        Model root = frozenAlone(kind, DataType.FLOAT);
        FreezeMask first = listener.mask();
        FreezingListener second =
                new FreezingListener(FreezePlan.atIteration(3).fraction(0.8).by(OrderCriterion.random(5)));
        SmallNetworks.setListeners(root, listener, second);
        ParallelTraining.fit(ParallelTraining.AVERAGING_EVERY_ROUND.wrap(root, 3), SmallData.batches(0, 12));
        assertThat(second.isFrozen()).isTrue();
        FreezeMask both = second.mask();
        assertThat(both.or(first)).isEqualTo(both);
        assertThat(both.frozenCount()).isGreaterThan(first.frozenCount());
        assertThat(listener.mask()).isEqualTo(both);
        double[] before = root.params().toDoubleVector();
        ParallelTraining.fit(ParallelTraining.AVERAGING_EVERY_ROUND.wrap(root, 3), SmallData.batches(20, 32));
        assertThat(second.mask()).isEqualTo(both);
        double[] after = root.params().toDoubleVector();
        FrozenParameters.assertStayed(both, before, after);
    }

    /** One listener, two networks that are wrapped one after the other. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void oneListenerServesWrappedNetworksOneAfterTheOther(Kind kind) {
        Model a = kind.network(DataType.DOUBLE);
        Model b = kind.network(DataType.DOUBLE, builder -> builder.seed(7));
        List<DataSet> batches = SmallData.batches(0, 2 * (T0 + 2));
        for (Model model : List.of(a, b)) {
            SmallNetworks.setListeners(model, listener);
            ParallelTraining.fit(ParallelTraining.AVERAGING_EVERY_ROUND.wrap(model, 2), batches);
        }
        assertThat(listener.samplesTaken()).as("of the second").isEqualTo(2 * T0);
        FreezingListener alone = new FreezingListener(FreezePlan.atIteration(T0).fraction(0.5));
        Model expected = kind.network(DataType.DOUBLE, builder -> builder.seed(7));
        SmallNetworks.setListeners(expected, alone);
        ParallelTraining.fit(ParallelTraining.AVERAGING_EVERY_ROUND.wrap(expected, 2), batches);
        // onEpochStart makes the listener put back what the end of the fit has dropped
        SmallNetworks.fit(b, SmallData.batches(50, 51));
        assertThat(alone.mask().isAnyFrozen()).isTrue();
        assertThat(FreezableNetwork.of(b).mask()).isEqualTo(alone.mask());
        assertThat(listener.mask()).as("of the network trained last").isEqualTo(alone.mask());
        assertThat(listener.mask(a)).isNotEqualTo(alone.mask());
    }
}
