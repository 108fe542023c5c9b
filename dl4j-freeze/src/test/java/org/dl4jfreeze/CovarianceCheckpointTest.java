package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.dl4jfreeze.covariance.FullCovariance;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.JavaProcess;
import org.dl4jfreeze.support.ManySamples;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Serialised;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;

/** With a full covariance, too: train n + m iterations == train n, save, load, train m, bit for bit. */
class CovarianceCheckpointTest {

    private static final GradientSampler SAMPLER = GradientSampler.firstExample();

    @TempDir
    Path folder;

    private File file() {
        return folder.resolve("checkpoint.zip").toFile();
    }

    /** Saves, and continues with what is loaded. */
    private ManySamples interrupted(NetworkKind kind, ManySamples training) {
        FreezingCheckpoint.save(training.model(), training.listener(), file());
        FreezingCheckpoint checkpoint = FreezingCheckpoint.load(file());
        return new ManySamples(kind, checkpoint.model(), checkpoint.listener());
    }

    static Stream<Arguments> interruptions() {
        List<Arguments> all = new ArrayList<>();
        for (NetworkKind kind : NetworkKind.values()) {
            // without samples, as factors, after the switch, when it freezes, later
            for (int at : new int[] {0, 7, 26, ManySamples.T0, 30}) {
                all.add(Arguments.of(kind, Covariance.full(), SAMPLER, at));
            }
            for (Covariance covariance : List.of(
                    Covariance.full().dense(),
                    Covariance.full().factored(),
                    Covariance.full().atMost(25),
                    Covariance.full().factored().atMost(15))) {
                for (int at : new int[] {7, 26}) {
                    all.add(Arguments.of(kind, covariance, SAMPLER, at));
                    all.add(Arguments.of(kind, covariance, GradientSampler.miniBatch(), at + 4));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, {1}, {2}, interrupted after {3}")
    @MethodSource("interruptions")
    void goesOnAsIfNeverInterrupted(NetworkKind kind, Covariance covariance, GradientSampler sampler, int at) {
        ManySamples straight = ManySamples.of(kind, covariance, sampler).train(0, ManySamples.END);
        ManySamples first = ManySamples.of(kind, covariance, sampler).train(0, at);
        ManySamples second = interrupted(kind, first).train(at, ManySamples.END);
        second.assertSameAs(straight);
        first.train(at, ManySamples.END).assertSameAs(straight);
        FullCovariance.Form form = second.listener().covariance().currentForm();
        assertThat(form == FullCovariance.Form.FACTORED)
                .as("across the switch")
                .isEqualTo(covariance.toString().contains("factored"));
        List.of(straight, first, second).forEach(each -> each.listener().close());
    }

    @ParameterizedTest
    @EnumSource
    void aPlanThatReordersByTheConditionalOrderGoesOn(NetworkKind kind) {
        FreezePlan plan = ManySamples.lastLayer(
                kind,
                FreezePlan.atIteration(6)
                        .fraction(0.3)
                        .by(OrderCriterion.conditionalVariance())
                        .reorderedEvery(4)
                        .until(30));
        ManySamples straight =
                ManySamples.of(kind, plan, Covariance.full(), SAMPLER).train(0, ManySamples.END);
        ManySamples other = ManySamples.of(kind, plan, Covariance.full(), SAMPLER);
        for (int t = 0; t < ManySamples.END; t++) {
            other = interrupted(kind, other.train(t, t + 1));
        }
        other.assertSameAs(straight);
    }

    @ParameterizedTest
    @EnumSource
    void aListenerLoadedAloneBringsItAlongAndMayBeSavedAgainBeforeItHasMetItsNetwork(NetworkKind kind) {
        ManySamples straight = ManySamples.of(kind, Covariance.full(), SAMPLER).train(0, ManySamples.END);
        ManySamples first = ManySamples.of(kind, Covariance.full(), SAMPLER).train(0, 26);
        FreezingCheckpoint.save(first.model(), first.listener(), file());
        FreezingListener alone = FreezingCheckpoint.loadListener(file());
        FreezingCheckpoint.save(first.model(), alone, file());
        FreezingCheckpoint checkpoint = FreezingCheckpoint.load(file());
        new ManySamples(kind, checkpoint.model(), checkpoint.listener())
                .train(26, ManySamples.END)
                .assertSameAs(straight);
        alone.close();
        FreezingListener again = FreezingCheckpoint.loadListener(file());
        assertThatThrownBy(() -> Serialised.copyOf(again))
                .hasRootCauseInstanceOf(NotSerializableException.class)
                .hasMessageContaining("load the file where the listener is used");
        again.close();
    }

    @ParameterizedTest
    @EnumSource
    void whatTheListenerHasGivenUpIsNotThereAfterLoadingEither(NetworkKind kind) {
        ManySamples first = ManySamples.of(kind, Covariance.full(), SAMPLER).train(0, 7);
        long with = saved(first);
        first.listener().close();
        assertThat(saved(first)).isLessThan(with);
        FreezingCheckpoint checkpoint = FreezingCheckpoint.load(file());
        kind.train(checkpoint.model(), 7, 9);
        assertThat(checkpoint.listener().samplesTaken()).isEqualTo(9);
        assertThatThrownBy(checkpoint.listener()::covariance).hasMessageContaining("was released");
    }

    private long saved(ManySamples training) {
        FreezingCheckpoint.save(training.model(), training.listener(), file());
        return file().length();
    }

    @Test
    void theFileIsDl4jsOwnModelFileAndMayBeRewrittenByIt() throws IOException {
        NetworkKind kind = NetworkKind.MULTI_LAYER;
        ManySamples first = ManySamples.of(kind, Covariance.full(), SAMPLER).train(0, 26);
        FreezingCheckpoint.save(first.model(), first.listener(), file());
        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file(), true);
        assertThat(Bits.of(restored.params()))
                .containsExactly(Bits.of(first.model().params()));
        NormalizerStandardize normalizer = new NormalizerStandardize();
        normalizer.fit(new DataSet(kind.batch(0).getFeatures(0), kind.batch(0).getLabels(0)));
        ModelSerializer.addNormalizerToModel(file(), normalizer);
        ModelSerializer.addObjectToFile(file(), "mine", "text");
        FreezingCheckpoint checkpoint = FreezingCheckpoint.load(file());
        ManySamples.assertSame(
                checkpoint.listener().covariance(), first.listener().covariance());
    }

    @Test
    void goesOnInANewProcess() throws IOException, InterruptedException {
        NetworkKind kind = NetworkKind.GRAPH;
        ManySamples straight = ManySamples.of(kind, Covariance.full(), SAMPLER).train(0, 26);
        FreezingCheckpoint.save(straight.model(), straight.listener(), file());
        straight.train(26, ManySamples.END);
        Path result = folder.resolve("result.zip");
        String log = JavaProcess.run(
                folder, List.of("-Xmx1g"), GoesOn.class, kind.name(), file().toString(), result.toString());
        assertThat(result).as(log).exists();
        FreezingCheckpoint other = FreezingCheckpoint.load(result.toFile());
        new ManySamples(kind, other.model(), other.listener()).assertSameAs(straight);
    }

    /** The other process. */
    static final class GoesOn {

        private GoesOn() {}

        public static void main(String[] arguments) {
            FreezingCheckpoint checkpoint = FreezingCheckpoint.load(new File(arguments[1]));
            NetworkKind.valueOf(arguments[0]).train(checkpoint.model(), 26, ManySamples.END);
            FreezingCheckpoint.save(checkpoint.model(), checkpoint.listener(), new File(arguments[2]));
        }
    }
}
