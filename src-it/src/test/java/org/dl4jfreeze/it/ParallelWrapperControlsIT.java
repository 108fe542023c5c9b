package org.dl4jfreeze.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.dl4jfreeze.it.support.FreezeByHand;
import org.dl4jfreeze.it.support.ParallelTraining;
import org.dl4jfreeze.it.support.SmallData;
import org.dl4jfreeze.it.support.SmallNetworks;
import org.dl4jfreeze.it.support.SmallNetworks.Kind;
import org.dl4jfreeze.it.support.StartTogether;
import org.dl4jfreeze.it.support.VarianceReference;
import org.dl4jfreeze.it.support.WorkerWatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The demands of {@link ParallelWrapperIT} can be met, and missed, where nothing or something else freezes. */
class ParallelWrapperControlsIT {

    private final VarianceReference reference = new VarianceReference();
    private final WorkerWatch watch = new WorkerWatch(ParallelWrapperIT.T0);

    static Stream<Arguments> everyThirdTraining() {
        return ParallelWrapperIT.trainings()
                .filter(arguments -> arguments.get()[2].equals(arguments.get()[0] == Kind.MULTI_LAYER_NETWORK ? 4 : 3));
    }

    /** It is not DL4J that holds them, nor the watch. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void discardedWorkerModelsAreCollectedWhereNobodyFreezes(Kind kind) {
        Model root = kind.network(DataType.DOUBLE);
        SmallNetworks.setListeners(root, watch);
        ParallelTraining.fit(ParallelTraining.AVERAGING_EVERY_ROUND.wrap(root, 4), SmallData.batches(0, 8));
        assertThat(ParallelWrapperIT.collected(watch.modelsExcept(root))).isEqualTo(3);
    }

    /** All workers start alike: without that, DL4J's own training is another one each time. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void twoRunsAreTheSameWhereNobodyFreezes(Kind kind) {
        long[][] parameters = new long[2][];
        for (int run = 0; run < 2; run++) {
            Nd4j.getRandom().setSeed(7);
            Model root = kind.network(DataType.DOUBLE);
            SmallNetworks.setListeners(root, new StartTogether(3));
            ParallelTraining.fit(ParallelTraining.AVERAGING_EVERY_ROUND.wrap(root, 3), SmallData.batches(0, 18));
            parameters[run] = ParallelWrapperIT.bits(root);
        }
        assertThat(parameters[1]).isEqualTo(parameters[0]);
    }

    /** The demands can be met, and the watch has no complaints of its own. */
    @ParameterizedTest(name = "{0}, {1}, {2} workers")
    @MethodSource("everyThirdTraining")
    void theWatchIsContentWithFreezingByHand(Kind kind, ParallelTraining training, int workers) {
        Model root = kind.network(training.dataType(), ParallelWrapperIT.options(workers));
        SmallNetworks.setListeners(root, new FreezeByHand(ParallelWrapperIT.T0, true), reference, watch);
        ParallelWrapper wrapper = training.wrap(root, workers);
        ParallelTraining.fit(wrapper, SmallData.batches(0, 7 * workers + 1));
        watch.checkParameters(root);
        ParallelTraining.fit(wrapper, SmallData.batches(100, 100 + 2 * workers));
        watch.checkParameters(root);
        assertThat(watch.violations()).isEmpty();
        assertThat(watch.modelsSeenFrozen()).isEqualTo(2L * workers - 1);
        assertThat(reference.samples()).isEqualTo(ParallelWrapperIT.T0 * workers);
    }

    @Test
    void theWatchSeesWhatSharedGradientsMoveAfterFreezing() {
        Model root = Kind.COMPUTATION_GRAPH.network(DataType.FLOAT);
        SmallNetworks.setListeners(root, new FreezeByHand(ParallelWrapperIT.T0, false), watch);
        ParallelTraining.fit(ParallelTraining.SHARED_FIXED_THRESHOLD.wrap(root, 3), SmallData.batches(0, 30));
        assertThat(watch.violations()).isNotEmpty().allMatch(violation -> violation.contains("frozen parameter"));
    }
}
