package org.dl4jfreeze.internal.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.internal.gradient.GradientAccess;
import org.dl4jfreeze.internal.gradient.GradientSources;
import org.dl4jfreeze.internal.gradient.SamplerStreams;
import org.dl4jfreeze.internal.memory.DirectBuffers;
import org.dl4jfreeze.internal.replicas.UpdaterStateCounters;
import org.dl4jfreeze.internal.update.FreezingAdamUpdater;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** While nothing is frozen, samples are worked out in the place of the mask, which says afterwards what it said before. */
class SampleScratchTest {

    private static final GradientSampler FIRST = GradientSampler.firstExample();

    /** By hand, by shadows of both kinds, of sequences, and by squares. */
    private enum Case {
        BY_HAND(FIRST) {
            @Override
            Model network(DataType type) {
                return TestNetworks.dense(type, new FreezingAdam());
            }

            @Override
            MultiDataSet data(DataType type) {
                return TestData.dense(type, 5, 1);
            }
        },
        CONVOLUTION(FIRST) {
            @Override
            Model network(DataType type) {
                return TestNetworks.convolution(type);
            }

            @Override
            MultiDataSet data(DataType type) {
                return TestData.convolution(type, 5, 1);
            }
        },
        SQUARES(GradientSampler.wholeBatch()) {
            @Override
            Model network(DataType type) {
                return TestNetworks.convolution(type);
            }

            @Override
            MultiDataSet data(DataType type) {
                return TestData.convolution(type, 5, 1);
            }
        },
        GRAPH(FIRST) {
            @Override
            Model network(DataType type) {
                return TestNetworks.graph(type, new FreezingAdam(), false);
            }

            @Override
            MultiDataSet data(DataType type) {
                return TestData.graph(type, 5, 1);
            }
        },
        SEQUENCE(FIRST) {
            @Override
            Model network(DataType type) {
                return TestNetworks.lstm(type, BackpropType.TruncatedBPTT);
            }

            @Override
            MultiDataSet data(DataType type) {
                return TestData.lstm(type, 5, true, 1);
            }
        };

        private final GradientSampler sampler;

        Case(GradientSampler sampler) {
            this.sampler = sampler;
        }

        abstract Model network(DataType type);

        abstract MultiDataSet data(DataType type);

        INDArray sample(NetworkView network, SampleScratch scratch) {
            GradientAccess gradients = GradientSources.of(network).accessFor(sampler);
            return sampler.needsSquaredGradients()
                    ? gradients.squaredGradientSum(scratch)
                    : gradients.firstExampleGradient(scratch);
        }

        /** A copy of the sample, taken in separate memory. */
        INDArray sampleApart(NetworkView network) {
            try (SampleScratch scratch = network.openSampleApart()) {
                return sample(network, scratch).dup();
            }
        }

        /** Trains for two mini-batches, and does something with each gradient. */
        NetworkView train(Model model, DataType type, Consumer<NetworkView> onGradient) {
            NetworkView network = NetworkView.of(model);
            AtomicInteger calls = new AtomicInteger();
            BaseTrainingListener listener = new BaseTrainingListener() {
                @Override
                public void onBackwardPass(Model ignored) {
                    network.rememberLabels();
                }

                @Override
                public void onGradientCalculation(Model ignored) {
                    onGradient.accept(network);
                    calls.incrementAndGet();
                }
            };
            model.setListeners(listener);
            for (int i = 0; i < 2; i++) {
                if (model instanceof MultiLayerNetwork) {
                    ((MultiLayerNetwork) model).fit(data(type));
                } else {
                    ((ComputationGraph) model).fit(data(type));
                }
            }
            // a truncated sequence has three gradients
            assertThat(calls).as("gradients").hasValue(this == SEQUENCE ? 6 : 2);
            return network;
        }
    }

    /** The place of the mask in the updater state. */
    private static INDArray maskIn(Model model) {
        return ((FreezingAdamUpdater) NetworkAdapter.of(model)
                        .updater()
                        .getUpdaterBlocks()
                        .get(0)
                        .getGradientUpdater())
                .getState()
                .get(FreezingAdamUpdater.FROZEN_STATE);
    }

    @ParameterizedTest
    @EnumSource(Case.class)
    void aSampleIsWorkedOutWhereTheMaskLies(Case of) {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            Model model = of.network(type);
            INDArray mask = maskIn(model);
            of.train(model, type, network -> {
                assertThat(network.needsWorkMemory()).isFalse();
                try (SampleScratch scratch = network.openSample()) {
                    INDArray sample = of.sample(network, scratch);
                    assertThat(DirectBuffers.addressOf(sample)).isEqualTo(DirectBuffers.addressOf(mask));
                    assertThat(sample.length()).isEqualTo(network.parameterCount());
                    assertThat(sample.amaxNumber().doubleValue()).isPositive();
                }
                assertThat(mask.toDoubleVector()).containsOnly(0);
                assertThat(network.mask().isAnyFrozen()).isFalse();
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Case.class)
    void aSampleInTheMasksPlaceIsThatInSeparateMemory(Case of) {
        Model model = of.network(DataType.FLOAT);
        INDArray mask = maskIn(model);
        of.train(model, DataType.FLOAT, network -> {
            INDArray own = of.sampleApart(network);
            INDArray borrowed;
            try (SampleScratch scratch = network.openSample()) {
                borrowed = of.sample(network, scratch).dup();
            }
            try (SampleScratch scratch = network.openSampleApart()) {
                INDArray ownAgain = of.sample(network, scratch);
                assertThat(DirectBuffers.addressOf(ownAgain)).isNotEqualTo(DirectBuffers.addressOf(mask));
                assertThat(Bits.of(ownAgain)).containsExactly(Bits.of(own));
            }
            assertThat(Bits.of(borrowed)).containsExactly(Bits.of(own));
        });
    }

    @Test
    void theWorkOfAMiniBatchSamplerLiesThereToo() {
        Model model = Case.BY_HAND.network(DataType.FLOAT);
        INDArray mask = maskIn(model);
        Case.BY_HAND.train(model, DataType.FLOAT, network -> {
            GradientAccess gradients = GradientSources.of(network).accessFor(GradientSampler.miniBatch());
            try (SampleScratch scratch = network.openSample()) {
                INDArray difference = SamplerStreams.open(GradientSampler.miniBatch())
                        .sample(gradients, scratch, 1)
                        .difference();
                assertThat(DirectBuffers.addressOf(difference)).isEqualTo(DirectBuffers.addressOf(mask));
            }
        });
    }

    @Test
    void whatIsFrozenIsNotTouched() {
        FreezeMask mask = ParameterOrder.ascending(new double[83]).lowest(40);
        Case.BY_HAND.train(Case.BY_HAND.network(DataType.FLOAT), DataType.FLOAT, network -> {
            network.freeze(mask);
            assertThat(network.needsWorkMemory()).isTrue();
            try (SampleScratch scratch = network.openSample()) {
                INDArray sample = Case.BY_HAND.sample(network, scratch);
                sample.assign(Float.NaN);
                assertThat(network.mask()).isEqualTo(mask);
            }
            assertThat(network.mask()).isEqualTo(mask);
            network.thaw();
            assertThat(network.needsWorkMemory()).isFalse();
        });
    }

    @Test
    void networksOfSeveralBlocksTakeMemoryOfTheirOwn() {
        Case.BY_HAND.train(TestNetworks.batchNorm(DataType.FLOAT), DataType.FLOAT, network -> {
            assertThat(network.needsWorkMemory()).isTrue();
            try (SampleScratch scratch = network.openSample()) {
                Case.BY_HAND.sample(network, scratch).assign(1);
            }
            assertThat(network.mask().isAnyFrozen()).isFalse();
        });
    }

    @Test
    void whatSparkLeavesInTheMaskIsThereAfterwards() {
        Case.BY_HAND.train(Case.BY_HAND.network(DataType.FLOAT), DataType.FLOAT, network -> {
            UpdaterStateCounters counters = new UpdaterStateCounters(network.maskStates());
            counters.write(5, 0, 3, 1 << 20, 7, 0, 9, 11);
            INDArray expected = Case.BY_HAND.sampleApart(network);
            try (SampleScratch scratch = network.openSample()) {
                assertThat(Bits.of(Case.BY_HAND.sample(network, scratch))).containsExactly(Bits.of(expected));
            }
            assertThat(counters.read(8)).containsExactly(5, 0, 3, 1 << 20, 7, 0, 9, 11);
            assertThat(network.mask().isAnyFrozen()).isFalse();
        });
    }

    @ParameterizedTest
    @EnumSource(Case.class)
    void afterAFailureTheMaskSaysWhatItSaidBefore(Case of) {
        Model model = of.network(DataType.FLOAT);
        of.train(model, DataType.FLOAT, network -> {
            UpdaterStateCounters counters = new UpdaterStateCounters(network.maskStates());
            counters.write(5, 0, 3);
            assertThatThrownBy(() -> {
                        try (SampleScratch scratch = network.openSample()) {
                            of.sample(network, scratch).assign(1);
                            throw new IllegalStateException("in the middle");
                        }
                    })
                    .hasMessage("in the middle");
            assertThat(counters.read(3)).containsExactly(5, 0, 3);
            counters.write(0, 0, 0);
            assertThat(maskIn(model).toDoubleVector()).containsOnly(0);
            assertThat(network.mask().isAnyFrozen()).isFalse();
            // the place can be borrowed again
            try (SampleScratch scratch = network.openSample()) {
                assertThat(DirectBuffers.addressOf(scratch.vector(DataType.FLOAT)))
                        .isEqualTo(DirectBuffers.addressOf(maskIn(model)));
            }
        });
        assertThat(NetworkView.of(model).mask().isAnyFrozen()).isFalse();
    }

    @Test
    void aCopyThatIsMadeMeanwhileHasNothingFrozen() {
        MultiLayerNetwork network = (MultiLayerNetwork) Case.CONVOLUTION.network(DataType.FLOAT);
        Case.CONVOLUTION.train(network, DataType.FLOAT, each -> {
            try (SampleScratch scratch = each.openSample()) {
                Case.CONVOLUTION.sample(each, scratch).muli(1e6);
                MultiLayerNetwork copy = network.clone();
                assertThat(maskIn(copy).maxNumber().doubleValue()).isGreaterThan(1);
                assertThat(NetworkView.of(copy).mask().isAnyFrozen()).isFalse();
                copy.fit(Case.CONVOLUTION.data(DataType.FLOAT));
                assertThat(NetworkView.of(copy).mask().isAnyFrozen()).isFalse();
            }
        });
        assertThat(NetworkView.of(network).mask().isAnyFrozen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aThreadThatReadsTheMaskMeanwhileWaits(boolean whole) throws Exception {
        Model model = Case.BY_HAND.network(DataType.FLOAT);
        NetworkView network = NetworkView.of(model);
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        AtomicBoolean hasAsked = new AtomicBoolean();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        Case.BY_HAND.train(model, DataType.FLOAT, each -> {
            try (SampleScratch scratch = each.openSample()) {
                Case.BY_HAND.sample(network, scratch).assign(1);
                if (hasAsked.getAndSet(true)) {
                    return;
                }
                Thread asking = new Thread(() -> answer.complete(
                        whole
                                ? network.mask().isAnyFrozen()
                                : network.remembered().get().isAnyFrozen()));
                asking.start();
                while (asking.getState() != Thread.State.WAITING && asking.isAlive()) {
                    assertThat(System.nanoTime())
                            .as("waits for the thread that asks")
                            .isLessThan(deadline);
                    Thread.onSpinWait();
                }
                assertThat(answer).isNotDone();
            }
        });
        assertThat(answer.get(10, TimeUnit.SECONDS)).isFalse();
    }
}
