package org.dl4jfreeze.internal.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.Covariance;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.covariance.FullCovariance;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.plan.PlanSchedule;
import org.dl4jfreeze.internal.run.ListenerOptions;
import org.dl4jfreeze.internal.statistics.GradientStatistics;
import org.dl4jfreeze.support.Dense;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What becomes of the full covariances of workers' networks that DL4J closes at the end of a fit. */
class RetiredReplicasTest {

    private static final int P = 83;

    private final ListenerOptions options = new ListenerOptions(
            FreezePlan.never(),
            GradientSampler.firstExample(),
            SmoothingSchedule.mean(),
            EnumSet.noneOf(OrderCriterion.Kind.class),
            Covariance.full());
    private final ReplicaSet replicas = new ReplicaSet(options.sampler());
    private final PlanSchedule progress = new PlanSchedule(options.plan());

    /** A network with a covariance of one sample, which is different in one place. */
    private FullCovariance join(MultiLayerNetwork network, int place) {
        NetworkView view = NetworkView.of(network);
        GradientStatistics statistics = new GradientStatistics(view, options);
        INDArray difference = Nd4j.zeros(DataType.DOUBLE, P);
        difference.putScalar(place, 6);
        statistics.full().add(difference, () -> null);
        replicas.add(new Replica(network, view, statistics, place, 0));
        return statistics.full().covariance();
    }

    private static void assertClosed(FullCovariance covariance) {
        assertThatThrownBy(covariance::trace).hasMessageContaining("closed");
    }

    private FullCovariance whole(MultiLayerNetwork root) {
        return replicas.read(NetworkView.of(root), GradientStatistics::full).covariance();
    }

    @Test
    void statisticsOfRetiredReplicasAreMergedAndFreedAndTheNetworkThatStaysKeepsItsOwn() {
        MultiLayerNetwork root = Dense.network();
        FullCovariance ofRoot = join(root, 0);
        replicas.beginParallel(progress);
        for (int fit = 0; fit < 2; fit++) {
            MultiLayerNetwork one = Dense.network();
            MultiLayerNetwork two = Dense.network();
            FullCovariance ofOne = join(one, 1);
            FullCovariance ofTwo = join(two, 2);
            one.close();
            two.close();
            assertThat(ofOne.trace()).as("before the next fit").isEqualTo(36);
            replicas.beginFit(progress);
            assertClosed(ofOne);
            assertClosed(ofTwo);
            assertThat(ofRoot.trace()).isEqualTo(36);
            int samples = 3 + 2 * fit;
            try (FullCovariance whole = whole(root)) {
                assertThat(whole.samples()).isEqualTo(samples);
                assertThat(whole.entry(0, 0)).isCloseTo(36.0 / samples, within(1e-12));
                assertThat(whole.entry(1, 1)).isCloseTo((1 + fit) * 36.0 / samples, within(1e-12));
            }
        }
        replicas.endParallel(replicas.of(root));
        assertClosed(ofRoot);
        FullCovariance alone = whole(root);
        assertThat(alone.samples()).isEqualTo(5);
        assertThat(whole(root)).as("its own from now on").isSameAs(alone);
        replicas.closeCovariances();
        assertClosed(alone);
    }
}
