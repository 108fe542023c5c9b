package org.dl4jfreeze.examples.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.Covariance;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.covariance.FullCovariance;
import org.dl4jfreeze.examples.backend.SmallNetworkTuning;
import org.dl4jfreeze.examples.data.BatchOrder;
import org.dl4jfreeze.examples.data.MiniBatches;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.examples.experiment.Experiments;
import org.dl4jfreeze.examples.experiment.ParameterRange;
import org.dl4jfreeze.examples.experiment.Progress;
import org.dl4jfreeze.examples.experiment.Settings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CovarianceRunTest {

    private static final int SAMPLES = 12;

    @BeforeAll
    static void tune() {
        SmallNetworkTuning.beforeLoading();
    }

    @Test
    void findsWhatTheLibrarySaysOfTheSameTraining() {
        TrainTest data = Experiments.mnist().load(Optional.empty(), Optional.of(500), 1);
        CovarianceSettings settings = settings();
        Counting progress = new Counting();
        CovarianceFindings findings = CovarianceRun.execute(settings, data, progress);

        SplittableRandom random = new SplittableRandom(7);
        MultiLayerNetwork network = ObservedNetwork.MNIST.build(0.01, random.nextLong());
        FreezingListener listener = FreezingListener.builder(FreezePlan.never())
                .covariance(Covariance.full())
                .build();
        network.setListeners(listener);
        MiniBatches batches = new MiniBatches(data.train(), new BatchOrder(500, 32, random.nextLong()));
        for (int i = 0; i < SAMPLES; i++) {
            network.fit(batches.next());
        }
        FullCovariance expected = listener.covariance();

        assertThat(progress.iterations).isEqualTo(SAMPLES);
        assertThat(findings.samples()).isEqualTo(SAMPLES);
        assertThat(findings.form()).isEqualTo("factored");
        assertThat(findings.parameters()).isEqualTo(7960);
        assertThat(findings.trace()).isCloseTo(expected.trace(), within(1e-6 * expected.trace()));
        assertThat(findings.rank()).isEqualTo(expected.rank()).isEqualTo(SAMPLES);
        assertThat(findings.spectrum()).containsExactly(expected.eigenvalues(), within(1e-6 * expected.trace()));
        assertThat(findings.leading()).hasSize(3);
        assertThat(findings.leading().get(2).eigenvalue())
                .isCloseTo(expected.eigenvalues()[2], within(1e-6 * expected.trace()));
        // all variances but those of the first layer's weights, one by one
        double rest = 0;
        for (int j = 7840; j < 7960; j++) {
            rest += expected.entry(j, j);
        }
        double[] shares = findings.shares();
        assertThat(shares[1] + shares[2] + shares[3]).isCloseTo(rest / expected.trace(), within(1e-6));
        assertThat(findings.correlation()[0][3]).isCloseTo(expected.correlation(7855, 7858), within(1e-5));
        listener.close();
    }

    @Test
    void blocksOfBothNetworksAreNamedAndLeaveNothingOut() {
        assertThat(ObservedNetwork.blocks(ObservedNetwork.LENET.build(0.001, 1)))
                .extracting(ParameterRange::name)
                .containsExactly("cnn1_b", "cnn1_W", "cnn2_b", "cnn2_W", "ffn1_W", "ffn1_b", "output_W", "output_b");
        assertThat(settings().blocks()).extracting(ParameterRange::name).containsExactly("0_W", "0_b", "1_W", "1_b");
        int end = 0;
        for (ParameterRange block : settings().blocks()) {
            assertThat(block.from()).isEqualTo(end);
            end = block.to();
        }
        assertThat(end).isEqualTo(7960);
    }

    private static CovarianceSettings settings() {
        return CovarianceSettings.of(
                ObservedNetwork.MNIST,
                Settings.of(1, 7, 1000, 1001, 0.01, 32, 500),
                SAMPLES,
                3,
                BlockChoice.parse("1_W:5-9"));
    }

    private static final class Counting implements Progress {

        private long iterations;

        @Override
        public void advance(long more) {
            iterations += more;
        }

        @Override
        public void runFinished(int number) {
            assertThat(number).isEqualTo(1);
        }

        @Override
        public void close() {}
    }
}
