package org.dl4jfreeze.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.zoo.model.LeNet;
import org.deeplearning4j.zoo.model.ResNet50;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.it.support.Networks;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** An iteration in which gradients are sampled, before t0, against one under stock Adam. */
class SamplingBench {

    private static final Map<String, GradientSampler> SAMPLERS = new LinkedHashMap<>();

    static {
        SAMPLERS.put("firstExample()", GradientSampler.firstExample());
        SAMPLERS.put("miniBatch()", GradientSampler.miniBatch());
        SAMPLERS.put("wholeBatch()", GradientSampler.wholeBatch());
        SAMPLERS.put(
                "firstExample().overhead(0.03)", GradientSampler.firstExample().overhead(0.03));
    }

    @Test
    void perceptron() {
        compare(
                "784-10-10, batch 128, ReLU, softmax",
                200,
                20,
                25,
                BenchNetworks::perceptron,
                BenchNetworks.batch(128, 784));
    }

    @Test
    void leNet() {
        compare(
                "LeNet, batch 64",
                15,
                2,
                3,
                updater -> LeNet.builder()
                        .numClasses(BenchNetworks.CLASSES)
                        .inputShape(new int[] {1, 28, 28})
                        .updater(updater)
                        .build()
                        .init(),
                BenchNetworks.batch(64, 1, 28, 28));
    }

    @Test
    void resNet50() {
        compare(
                "ResNet50, 3x96x96, batch 8",
                12,
                1,
                2,
                updater -> ResNet50.builder()
                        .numClasses(BenchNetworks.CLASSES)
                        .inputShape(new int[] {3, 96, 96})
                        .updater(updater)
                        .build()
                        .init(),
                BenchNetworks.batch(8, 3, 96, 96));
    }

    /**
     * Prints the comparison. Where a network happens to lie in memory makes a tenth of the time of a small one, whatever its updater: so
     * there are several of each kind, which take turns.
     */
    private static void compare(
            String title,
            int rounds,
            int iterations,
            int networks,
            Function<IUpdater, Model> build,
            MultiDataSet batch) {
        Map<String, Iterations> contestants = new LinkedHashMap<>();
        contestants.put("stock Adam", new Iterations(() -> build.apply(new Adam(1e-3)), batch, iterations));
        SAMPLERS.forEach((name, sampler) ->
                contestants.put(name, new Iterations(() -> sampling(build, sampler), batch, iterations)));
        for (int i = 0; i < networks; i++) {
            contestants.values().forEach(Iterations::addNetwork);
        }
        contestants.entrySet().removeIf(contestant -> isRefused(contestant.getKey(), contestant.getValue()));
        Contest contest = new Contest(title + ", one iteration", rounds);
        contestants.forEach((name, work) -> contest.with(name, iterations, work));
        contest.print();
    }

    private static boolean isRefused(String name, Iterations work) {
        try {
            work.run();
            return false;
        } catch (IllegalStateException refused) {
            System.out.println(name + ": " + refused.getMessage());
            return true;
        }
    }

    private static Model sampling(Function<IUpdater, Model> build, GradientSampler sampler) {
        Model network = build.apply(new FreezingAdam(1e-3));
        Networks.addListener(
                network,
                FreezingListener.builder(FreezePlan.never()).sampler(sampler).build());
        return network;
    }

    /** Iterations on the same mini-batch, of one network after the other. */
    private static final class Iterations implements Runnable {

        private final List<Model> networks = new ArrayList<>();
        private final Supplier<Model> build;
        private final MultiDataSet batch;
        private final int count;
        private int next;

        Iterations(Supplier<Model> build, MultiDataSet batch, int count) {
            this.build = build;
            this.batch = batch;
            this.count = count;
        }

        void addNetwork() {
            networks.add(build.get());
        }

        @Override
        public void run() {
            Model network = networks.get(next++ % networks.size());
            for (int i = 0; i < count; i++) {
                Networks.fit(network, batch);
            }
        }
    }
}
