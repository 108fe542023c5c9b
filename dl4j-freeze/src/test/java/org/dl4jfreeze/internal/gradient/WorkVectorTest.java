package org.dl4jfreeze.internal.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.memory.DirectBuffers;
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
class WorkVectorTest {

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

        INDArray sample(NetworkView network) {
            GradientAccess gradients = network.gradients(sampler);
            return sampler.needsSquaredGradients() ? gradients.squaredGradientSum() : gradients.firstExampleGradient();
        }

        /** Trains for two mini-batches, and does something with each gradient. */
        NetworkView train(Model model, DataType type, Consumer<NetworkView> onGradient) {
            NetworkView network = NetworkView.of(model);
            BaseTrainingListener listener = new BaseTrainingListener() {
                @Override
                public void onBackwardPass(Model ignored) {
                    network.rememberLabels();
                }

                @Override
                public void onGradientCalculation(Model ignored) {
                    onGradient.accept(network);
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
                network.sampling(() -> {
                    INDArray sample = of.sample(network);
                    assertThat(DirectBuffers.addressOf(sample)).isEqualTo(DirectBuffers.addressOf(mask));
                    assertThat(sample.length()).isEqualTo(network.parameterCount());
                    assertThat(sample.amaxNumber().doubleValue()).isPositive();
                });
                assertThat(mask.toDoubleVector()).containsOnly(0);
                assertThat(network.mask().isAnyFrozen()).isFalse();
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Case.class)
    void itIsWhatIsWorkedOutInMemoryOfItsOwn(Case of) {
        Model model = of.network(DataType.FLOAT);
        INDArray mask = maskIn(model);
        of.train(model, DataType.FLOAT, network -> {
            INDArray own = of.sample(network).dup();
            INDArray[] lent = new INDArray[1];
            network.sampling(() -> lent[0] = of.sample(network).dup());
            INDArray ownAgain = of.sample(network);
            assertThat(DirectBuffers.addressOf(ownAgain)).isNotEqualTo(DirectBuffers.addressOf(mask));
            assertThat(Bits.of(lent[0])).containsExactly(Bits.of(own));
            assertThat(Bits.of(ownAgain)).containsExactly(Bits.of(own));
        });
    }

    @Test
    void theWorkOfAMiniBatchSamplerLiesThereToo() {
        Model model = Case.BY_HAND.network(DataType.FLOAT);
        INDArray mask = maskIn(model);
        Case.BY_HAND.train(model, DataType.FLOAT, network -> {
            GradientAccess gradients = network.gradients(GradientSampler.miniBatch());
            network.sampling(() -> assertThat(DirectBuffers.addressOf(gradients.workVector()))
                    .isEqualTo(DirectBuffers.addressOf(mask)));
        });
    }

    @Test
    void whatIsFrozenIsNotTouched() {
        FreezeMask mask = ParameterOrder.ascending(new double[83]).lowest(40);
        Case.BY_HAND.train(Case.BY_HAND.network(DataType.FLOAT), DataType.FLOAT, network -> {
            network.freeze(mask);
            assertThat(network.needsWorkMemory()).isTrue();
            network.sampling(() -> {
                INDArray sample = Case.BY_HAND.sample(network);
                sample.assign(Float.NaN);
                assertThat(network.mask()).isEqualTo(mask);
            });
            assertThat(network.mask()).isEqualTo(mask);
            network.thaw();
            assertThat(network.needsWorkMemory()).isFalse();
        });
    }

    @Test
    void networksOfSeveralBlocksTakeMemoryOfTheirOwn() {
        Case.BY_HAND.train(TestNetworks.batchNorm(DataType.FLOAT), DataType.FLOAT, network -> {
            assertThat(network.needsWorkMemory()).isTrue();
            network.sampling(() -> Case.BY_HAND.sample(network).assign(1));
            assertThat(network.mask().isAnyFrozen()).isFalse();
        });
    }

    @Test
    void whatSparkLeavesInTheMaskIsThereAfterwards() {
        Case.BY_HAND.train(Case.BY_HAND.network(DataType.FLOAT), DataType.FLOAT, network -> {
            network.setSparkRecord(5, 0, 3, 1 << 20, 7, 0, 9, 11);
            INDArray expected = Case.BY_HAND.sample(network).dup();
            network.sampling(
                    () -> assertThat(Bits.of(Case.BY_HAND.sample(network))).containsExactly(Bits.of(expected)));
            assertThat(network.sparkRecord(8)).containsExactly(5, 0, 3, 1 << 20, 7, 0, 9, 11);
            assertThat(network.mask().isAnyFrozen()).isFalse();
        });
    }

    @Test
    void afterAFailureTheMaskSaysThatNothingIsFrozen() {
        Case.BY_HAND.train(Case.BY_HAND.network(DataType.FLOAT), DataType.FLOAT, network -> assertThatThrownBy(
                        () -> network.sampling(() -> {
                            Case.BY_HAND.sample(network).assign(1);
                            throw new IllegalStateException("in the middle");
                        }))
                .hasMessage("in the middle"));
        NetworkView network =
                Case.BY_HAND.train(Case.BY_HAND.network(DataType.FLOAT), DataType.FLOAT, each -> assertThat(
                                each.mask().isAnyFrozen())
                        .isFalse());
        assertThat(network.mask().isAnyFrozen()).isFalse();
    }

    @Test
    void aCopyThatIsMadeMeanwhileHasNothingFrozen() {
        MultiLayerNetwork network = (MultiLayerNetwork) Case.CONVOLUTION.network(DataType.FLOAT);
        Case.CONVOLUTION.train(
                network,
                DataType.FLOAT,
                each -> each.sampling(() -> {
                    Case.CONVOLUTION.sample(each).muli(1e6);
                    MultiLayerNetwork copy = network.clone();
                    assertThat(maskIn(copy).maxNumber().doubleValue()).isGreaterThan(1);
                    assertThat(NetworkView.of(copy).mask().isAnyFrozen()).isFalse();
                    copy.fit(Case.CONVOLUTION.data(DataType.FLOAT));
                    assertThat(NetworkView.of(copy).mask().isAnyFrozen()).isFalse();
                }));
        assertThat(NetworkView.of(network).mask().isAnyFrozen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoAsksForTheMaskMeanwhileWaits(boolean whole) throws Exception {
        Model model = Case.BY_HAND.network(DataType.FLOAT);
        NetworkView network = NetworkView.of(model);
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Case.BY_HAND.train(
                model,
                DataType.FLOAT,
                each -> each.sampling(() -> {
                    Case.BY_HAND.sample(network).assign(1);
                    if (!answer.isDone()) {
                        Thread asking = new Thread(() -> answer.complete(
                                whole
                                        ? network.mask().isAnyFrozen()
                                        : network.remembered().get().isAnyFrozen()));
                        asking.start();
                        while (asking.getState() != Thread.State.BLOCKED && asking.isAlive()) {
                            Thread.onSpinWait();
                        }
                        assertThat(answer).isNotDone();
                    }
                }));
        assertThat(answer.get(10, TimeUnit.SECONDS)).isFalse();
    }
}
