package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.dl4jfreeze.covariance.Eigenpairs;
import org.dl4jfreeze.covariance.FullCovariance;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Runs the samples of the README, of docs/ and of the doc comments; {@link DocumentationTest} checks that all are here. */
class DocumentationSamplesTest {

    private static final int PARAMETERS = 83;

    @TempDir
    Path folder;

    private MultiLayerNetwork net;
    private File file;

    @BeforeEach
    void freezableNetwork() {
        net = TestNetworks.dense(DataType.FLOAT, new FreezingAdam(1e-3));
        file = folder.resolve("network.zip").toFile();
    }

    @Test
    void quickStart() {
        DataSetIterator trainingData = images(101);
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .updater(new FreezingAdam(1e-3)) // was: new Adam(1e-3)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(784)
                        .nOut(10)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(10)
                        .nOut(10)
                        .build())
                .build();
        MultiLayerNetwork net = new MultiLayerNetwork(configuration);
        net.init();
        net.addListeners(new FreezingListener(FreezePlan.atIteration(500).fraction(0.8))); // new
        net.fit(trainingData, 5);
        assertThat(frozenCount(net)).isEqualTo(Math.round(0.8 * 7960));
    }

    @Test
    void plans() {
        assertThatPlansAreValues(
                FreezePlan.atPlateau().varianceShare(0.05).excludingKinds("b"),
                FreezePlan.atEpoch(3).count(10_000).by(OrderCriterion.magnitude()),
                FreezePlan.atIteration(500)
                        .fraction(0.5)
                        .then(FreezePlan.atIteration(1000).fraction(0.8)));
        assertThatPlansAreValues(
                FreezePlan.atIteration(500).fraction(0.8),
                FreezePlan.atEpoch(3).count(10_000).by(OrderCriterion.magnitude()),
                FreezePlan.atIteration(500).fraction(0.8).by(OrderCriterion.random(42)),
                FreezePlan.never());
        assertThatPlansAreValues(
                FreezePlan.atPlateau().varianceShare(0.05).excludingKinds("b"),
                FreezePlan.atPlateau(new LossPlateau(50, 0.02, 2)).count(100),
                FreezePlan.atIteration(500)
                        .fraction(0.5)
                        .then(FreezePlan.atIteration(1000).fraction(0.8)),
                FreezePlan.atIteration(500).fraction(0.8).reorderedEvery(200).until(2000));
    }

    @Test
    void plansInTheDocComment() {
        assertThatPlansAreValues(
                FreezePlan.atIteration(500).fraction(0.8),
                FreezePlan.atEpoch(3).count(10_000).by(OrderCriterion.magnitude()),
                FreezePlan.atPlateau().varianceShare(0.05).excludingKinds("b"),
                FreezePlan.atIteration(500)
                        .fraction(0.5)
                        .then(FreezePlan.atIteration(1000).fraction(0.8)),
                FreezePlan.atIteration(500).fraction(0.8).reorderedEvery(200).until(2000));
    }

    private static void assertThatPlansAreValues(FreezePlan... plans) {
        assertThat(plans).doesNotHaveDuplicates();
        for (FreezePlan plan : plans) {
            String json = plan.toJson();
            FreezePlan same = FreezePlan.fromJson(json);
            assertThat(same).isEqualTo(plan);
        }
    }

    @Test
    void optionsAndQueries() {
        FreezingListener listener = FreezingListener.builder(
                        FreezePlan.atIteration(5).fraction(0.5))
                .sampler(GradientSampler.wholeBatch().every(2).afterWarmUp(1))
                .collect(OrderCriterion.meanSquaredGradient())
                .build();
        net.addListeners(listener);
        train(net, 5);

        ParameterOrder order = listener.order();
        FreezeMask mask = listener.mask();
        INDArray variance = listener.variance();
        long samples = listener.samplesTaken();
        ParameterOrder byFisher = listener.orderBy(OrderCriterion.meanSquaredGradient());
        listener.thaw();

        String table = listener.report();
        assertThat(table).contains("all", "variance");
        assertThat(samples).isEqualTo(2);
        assertThat(mask.frozenCount()).isEqualTo(42);
        assertThat(order.size()).isEqualTo(byFisher.size()).isEqualTo((int) variance.length());
        assertThat(listener.mask().isAnyFrozen()).isFalse();
    }

    @Test
    void queriesOfSeveralNetworks() {
        FreezingListener listener = FreezingListener.builder(
                        FreezePlan.atIteration(2).fraction(0.5))
                .collect(OrderCriterion.meanSquaredGradient())
                .build();
        MultiLayerNetwork first = net.clone();
        first.setListeners(listener);
        train(first, 2);
        net.setListeners(listener);
        train(net, 1);

        FreezeMask ofFirst = listener.mask(first);
        INDArray fisher = listener.statistic(first, OrderCriterion.meanSquaredGradient());

        assertThat(ofFirst.frozenCount()).isEqualTo(42);
        assertThat(fisher.length()).isEqualTo(PARAMETERS);
        assertThat(listener.mask().isAnyFrozen()).isFalse();
    }

    @Test
    void freezingByHand() {
        train(net, 1);
        ParameterOrder order = ParameterOrder.ascending(net.params().toDoubleVector());
        FreezableNetwork freezable = FreezableNetwork.of(net);
        freezable.freeze(order.lowest(20));
        assertThat(frozenCount(net)).isEqualTo(20);
        freezable.thaw();
        assertThat(frozenCount(net)).isZero();
    }

    @Test
    void whichWeightIsIt() {
        FreezingListener listener = new FreezingListener(FreezePlan.never());
        net.addListeners(listener);
        train(net, 1);
        FreezableNetwork freezable = FreezableNetwork.of(net);
        ParameterGroup weights = freezable.groups().get(0);
        int index = weights.index(2, 1);
        long[] position = weights.position(index);
        INDArray frozen = listener.mask().of(weights);
        assertThat(position).containsExactly(2, 1);
        assertThat(net.params().getDouble(index)).isEqualTo(net.getParam("0_W").getDouble(position));
        assertThat(frozen.shape()).containsExactly(weights.shape());
        ParameterGroup group = weights;
        FreezeMask mask = listener.mask();
        assertThat(maskOf(group, mask)).isEqualTo(frozen);
    }

    private static INDArray maskOf(ParameterGroup group, FreezeMask mask) {
        INDArray frozen = mask.of(group);
        return frozen;
    }

    @Test
    void aReleasedNetwork() throws IOException {
        train(net, 1);
        FreezingAdam.release(net);
        net.save(file, true);
        assertThat(MultiLayerNetwork.load(file, true)
                        .getLayerWiseConfigurations()
                        .toJson())
                .doesNotContain("dl4jfreeze");
    }

    @Test
    void theFullCovariance() {
        INDArray vector = Nd4j.ones(DataType.FLOAT, PARAMETERS);
        FreezingListener listener = FreezingListener.builder(
                        FreezePlan.atIteration(500).fraction(0.8))
                .covariance(Covariance.full())
                .build();
        net.addListeners(listener);
        train(net, 2);
        FullCovariance covariance = listener.covariance();
        double entry = covariance.entry(3, 70);
        INDArray product = covariance.times(vector);
        double[] spectrum = covariance.eigenvalues();
        Eigenpairs leading = covariance.eigen(5);
        INDArray correlations = covariance.correlation(LongStream.range(0, 24).toArray());
        INDArray unexplained = covariance.conditionalVariance(covariance.ridge(0.01));
        assertThat(entry).isEqualTo(covariance.row(70).getDouble(3));
        assertThat(product.length()).isEqualTo(PARAMETERS);
        assertThat(spectrum).hasSize(2);
        assertThat(leading.values()).as("of two samples").hasSize(2);
        assertThat(correlations.shape()).containsExactly(24, 24);
        assertThat(unexplained.length()).isEqualTo(PARAMETERS);
        listener.close();
    }

    @Test
    void checkpoints() {
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(2).fraction(0.5));
        net.addListeners(listener);
        train(net, 3);
        FreezingCheckpoint.save(net, listener, file);
        MultiLayerNetwork resumed = FreezingCheckpoint.load(file).multiLayerNetwork(); // has the listener
        assertThat(frozenCount(resumed)).isEqualTo(42);
        assertThat(resumed.getListeners()).hasAtLeastOneElementOfType(FreezingListener.class);
        assertThat(FreezableNetwork.of(resumed).mask()).isEqualTo(listener.mask());
        assertThat(FreezableNetwork.of(restored(listener)).mask()).isEqualTo(listener.mask());
    }

    @Test
    void checkpointsWhileTraining() {
        File folder = new File(file.getParentFile(), "checkpoints");
        FreezePlan plan = FreezePlan.atIteration(2).fraction(0.5);
        FreezingListener freezing = new FreezingListener(plan);
        net.addListeners(
                freezing,
                FreezingCheckpointListener.builder(freezing, folder)
                        .everyIterations(1000)
                        .keepLast(3)
                        .build());
        train(net, 1000);
        File latest = FreezingCheckpointListener.latest(folder).orElseThrow();
        MultiLayerNetwork resumed = FreezingCheckpoint.load(latest).multiLayerNetwork();
        assertThat(resumed.getIterationCount()).isEqualTo(1000);
        assertThat(FreezableNetwork.of(resumed).mask()).isEqualTo(freezing.mask());
    }

    /** The field is saved, and the local variable of the same name is restored. */
    private MultiLayerNetwork restored(FreezingListener listener) {
        FreezingCheckpoint.save(net, listener, file);

        FreezingCheckpoint checkpoint = FreezingCheckpoint.load(file);
        MultiLayerNetwork net = checkpoint.multiLayerNetwork(); // has the listener
        return net;
    }

    @Test
    void aTrainedNetworkAndTransferLearning() throws IOException {
        TestNetworks.dense(DataType.FLOAT, new Adam(1e-3)).save(file, true);
        MultiLayerNetwork net = FreezingAdam.equip(MultiLayerNetwork.load(file, true));
        net.addListeners(new FreezingListener(FreezePlan.atIteration(500).fraction(0.8)));
        train(net, 500);
        assertThat(frozenCount(net)).isEqualTo(Math.round(0.8 * PARAMETERS));

        MultiLayerNetwork tuned = new TransferLearning.Builder(net).build();
        assertThat(frozenCount(tuned)).isZero();
        MaskTransfer.carryOver(net, tuned);
        assertThat(FreezableNetwork.of(tuned).mask())
                .isEqualTo(FreezableNetwork.of(net).mask());
    }

    @Test
    void aNetworkWithAnotherUpdater() {
        MultiLayerNetwork net = TestNetworks.dense(DataType.FLOAT, new Nesterovs(0.1));
        train(net, 3);
        INDArray trained = net.params().dup();
        MultiLayerNetwork withAdam = new TransferLearning.Builder(net)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new FreezingAdam(1e-3))
                        .build())
                .build();
        assertThat(withAdam.params()).isEqualTo(trained);
        withAdam.addListeners(new FreezingListener(FreezePlan.atIteration(2).fraction(0.5)));
        train(withAdam, 3);
        assertThat(frozenCount(withAdam)).isEqualTo(42);

        net.addListeners(new FreezingListener(FreezePlan.atIteration(2).fraction(0.5)));
        assertThatThrownBy(() -> train(net, 1)).isInstanceOf(IllegalStateException.class);
        assertThat(net.params()).as("no update before the error").isEqualTo(trained);
    }

    private static int frozenCount(MultiLayerNetwork network) {
        return FreezableNetwork.of(network).mask().frozenCount();
    }

    private static void train(MultiLayerNetwork network, int iterations) {
        for (int t = 0; t < iterations; t++) {
            network.fit(TestData.dense(DataType.FLOAT, 8, t));
        }
    }

    private static DataSetIterator images(int batches) {
        List<DataSet> data = new ArrayList<>();
        for (int i = 0; i < batches; i++) {
            INDArray labels = Nd4j.zeros(DataType.FLOAT, 2, 10);
            labels.putScalar(0, i % 10, 1);
            labels.putScalar(1, (i + 1) % 10, 1);
            data.add(new DataSet(Nd4j.rand(DataType.FLOAT, 2, 784), labels));
        }
        return new ListDataSetIterator<>(data, 1);
    }
}
