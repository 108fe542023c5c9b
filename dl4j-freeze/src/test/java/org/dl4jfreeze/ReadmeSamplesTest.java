package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.dl4jfreeze.covariance.Eigenpairs;
import org.dl4jfreeze.covariance.FullCovariance;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.TestNetworks;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Every sample of the README and of the doc comments stands in this file, where it is compiled and run. */
class ReadmeSamplesTest {

    @Test
    void everySampleIsInThisFile() throws IOException {
        String here = squeeze(Files.readString(Path.of("src/test/java/org/dl4jfreeze/ReadmeSamplesTest.java")));
        List<String> samples = new ArrayList<>(matches(Files.readString(Path.of("../README.md")), "```java\n(.*?)```"));
        assertThat(samples).as("samples in the README").hasSizeGreaterThan(3);
        // a whole program, which the integration tests compare and run: Spark is not known here
        assertThat(samples.removeIf(sample -> sample.contains("JavaSparkContext")))
                .isTrue();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).collect(Collectors.toList())) {
                samples.addAll(matches(Files.readString(source), "<pre>\\{@code\n(.*?)\\}</pre>"));
            }
        }
        for (String sample : samples) {
            for (String statement : sample.split("\n")) {
                String code = squeeze(statement.replaceFirst("^ *\\* ?", "").replaceFirst("//.*", ""));
                assertThat(here).as("sample line: " + statement).contains(code);
            }
        }
    }

    private static List<String> matches(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static String squeeze(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Test
    void theFullCovariance() {
        MultiLayerNetwork net = TestNetworks.dense(DataType.FLOAT, new FreezingAdam(1e-3));
        INDArray vector = Nd4j.ones(DataType.FLOAT, 83);
        FreezingListener listener = FreezingListener.builder(
                        FreezePlan.atIteration(500).fraction(0.8))
                .covariance(Covariance.full())
                .build();
        net.addListeners(listener);
        Training.fit(net, 1, 1 + 1, t -> TestData.dense(DataType.FLOAT, 8, t));
        Training.fit(net, 2, 2 + 1, t -> TestData.dense(DataType.FLOAT, 8, t));
        FullCovariance covariance = listener.covariance();
        double entry = covariance.entry(3, 70);
        INDArray product = covariance.times(vector);
        double[] spectrum = covariance.eigenvalues();
        Eigenpairs leading = covariance.eigen(5);
        INDArray correlations = covariance.correlation(LongStream.range(0, 24).toArray());
        INDArray unexplained = covariance.conditionalVariance(covariance.ridge(0.01));
        assertThat(entry).isEqualTo(covariance.row(70).getDouble(3));
        assertThat(product.length()).isEqualTo(83);
        assertThat(spectrum).hasSize(2);
        assertThat(leading.values()).as("of two samples").hasSize(2);
        assertThat(correlations.shape()).containsExactly(24, 24);
        assertThat(unexplained.length()).isEqualTo(83);
        listener.close();
    }

    @Test
    void twoLinesInAnExistingNetwork() {
        var conf = new NeuralNetConfiguration.Builder()
                .updater(new FreezingAdam(1e-3))
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(6).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(6)
                        .nOut(3)
                        .build())
                .build();
        MultiLayerNetwork net = new MultiLayerNetwork(conf);
        net.init();
        net.addListeners(new FreezingListener(FreezePlan.atIteration(500).fraction(0.8)));
        train(net, 501);
        assertThat(FreezableNetwork.of(net).mask().frozenCount()).isEqualTo(Math.round(0.8f * net.numParams()));
    }

    @Test
    void plans() {
        Stream.of(
                        FreezePlan.atIteration(500).fraction(0.8),
                        FreezePlan.atEpoch(3).count(10_000).by(OrderCriterion.magnitude()),
                        FreezePlan.atIteration(500).fraction(0.8).by(OrderCriterion.random(42)),
                        FreezePlan.atPlateau().varianceShare(0.05).excludingKinds("b"),
                        FreezePlan.atPlateau(new LossPlateau(50, 0.02, 2)).count(100),
                        FreezePlan.atIteration(500)
                                .fraction(0.5)
                                .then(FreezePlan.atIteration(1000).fraction(0.8)),
                        FreezePlan.atIteration(500)
                                .fraction(0.8)
                                .reorderedEvery(200)
                                .until(2000),
                        FreezePlan.atIteration(500).fraction(0.8).excludingLayers("output"),
                        FreezePlan.never())
                .forEach(plan -> assertThat(FreezePlan.fromJson(plan.toJson())).isEqualTo(plan));
    }

    @Test
    void plansAsText() {
        FreezePlan plan = FreezePlan.atPlateau().fraction(0.8);
        String json = plan.toJson();
        FreezePlan same = FreezePlan.fromJson(json);
        assertThat(same).isEqualTo(plan);
    }

    @Test
    void optionsAndAnswers() {
        MultiLayerNetwork net = network();
        FreezingListener listener = FreezingListener.builder(
                        FreezePlan.atIteration(5).fraction(0.5))
                .sampler(GradientSampler.miniBatch().every(2).afterWarmUp(1))
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

        assertThat(samples).isEqualTo(2);
        assertThat(mask.frozenCount()).isEqualTo(26);
        assertThat(order.size()).isEqualTo(byFisher.size()).isEqualTo((int) variance.length());
        assertThat(listener.mask().isAnyFrozen()).isFalse();
    }

    @Test
    void freezingByHand() {
        MultiLayerNetwork net = network();
        train(net, 1);
        ParameterOrder order = ParameterOrder.ascending(net.params().toDoubleVector());

        FreezableNetwork freezable = FreezableNetwork.of(net);
        freezable.freeze(order.lowest(20));
        freezable.thaw();

        assertThat(freezable.mask().isAnyFrozen()).isFalse();
    }

    @Test
    void savingAndGoingOn(@TempDir Path folder) {
        MultiLayerNetwork trained = network();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(2).fraction(0.5));
        trained.addListeners(listener);
        train(trained, 3);
        File file = folder.resolve("checkpoint.zip").toFile();
        save(trained, listener, file);
        FreezingCheckpoint checkpoint = FreezingCheckpoint.load(file);
        MultiLayerNetwork net = checkpoint.multiLayerNetwork();
        assertThat(FreezableNetwork.of(net).mask()).isEqualTo(listener.mask());
    }

    private static void save(MultiLayerNetwork net, FreezingListener listener, File file) {
        FreezingCheckpoint.save(net, listener, file);
    }

    @Test
    void aNetworkThatExists(@TempDir Path folder) throws IOException {
        File file = folder.resolve("stock.zip").toFile();
        stock().save(file, true);
        MultiLayerNetwork net = FreezingAdam.equip(MultiLayerNetwork.load(file, true));
        net.addListeners(new FreezingListener(FreezePlan.atIteration(500).fraction(0.8)));
        train(net, 500);
        assertThat(FreezableNetwork.of(net).mask().frozenCount()).isEqualTo(Math.round(0.8f * net.numParams()));

        MultiLayerNetwork tuned = new TransferLearning.Builder(net).build();
        MaskTransfer.carryOver(net, tuned);
        assertThat(FreezableNetwork.of(tuned).mask())
                .isEqualTo(FreezableNetwork.of(net).mask());
    }

    private static MultiLayerNetwork stock() {
        return TestNetworks.dense(DataType.FLOAT, new Adam(1e-3));
    }

    private static MultiLayerNetwork network() {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new FreezingAdam())
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(6).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(6)
                        .nOut(3)
                        .build())
                .build());
        net.init();
        return net;
    }

    private static void train(MultiLayerNetwork net, int iterations) {
        for (int t = 0; t < iterations; t++) {
            net.fit(TestData.dense(DataType.FLOAT, 8, t));
        }
    }
}
