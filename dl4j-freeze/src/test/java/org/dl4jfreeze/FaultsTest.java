package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.dl4jfreeze.gradient.GradientSampler;
import org.dl4jfreeze.network.FreezableNetwork;
import org.dl4jfreeze.order.FreezeMask;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Serialised;
import org.dl4jfreeze.support.Stacks;
import org.dl4jfreeze.support.TestData;
import org.dl4jfreeze.support.Training;
import org.dl4jfreeze.support.UpdaterStates;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Extreme plans, networks and uses: what happens is what a user would expect. */
class FaultsTest {

    private static final DataType TYPE = DataType.DOUBLE;
    private static final int T0 = 4;
    private static final int END = 8;

    private static Model network(NetworkKind kind, FreezingListener listener) {
        Model model = kind.network(new FreezingAdam(0.01));
        Training.addListeners(model, listener);
        return model;
    }

    private static FreezingListener listener(FreezePlan plan) {
        return new FreezingListener(plan);
    }

    private static int size(Model model) {
        return Math.toIntExact(model.params().length());
    }

    @ParameterizedTest
    @EnumSource
    void freezingNothingIsNotFreezing(NetworkKind kind) {
        for (FreezePlan plan : List.of(
                FreezePlan.atIteration(T0).count(0), FreezePlan.atIteration(T0).fraction(0))) {
            FreezingListener listener = listener(plan);
            Model model = network(kind, listener);
            kind.train(model, 0, END);
            Model without = kind.network(new FreezingAdam(0.01));
            kind.train(without, 0, END);
            assertThat(Bits.of(model.params())).containsExactly(Bits.of(without.params()));
            assertThat(listener.mask().isAnyFrozen()).isFalse();
            assertThat(listener.order().size()).as("the plan was carried out").isEqualTo(size(model));
            assertThat(listener.samplesTaken()).isEqualTo(T0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void freezingEverythingStopsTheNetworkAndThawingLetsItGo(NetworkKind kind) {
        int p = size(kind.network(new FreezingAdam()));
        for (FreezePlan plan : List.of(
                FreezePlan.atIteration(T0).count(p), FreezePlan.atIteration(T0).fraction(1))) {
            FreezingListener listener = listener(plan);
            Model model = network(kind, listener);
            kind.train(model, 0, T0);
            long[] atT0 = Bits.of(model.params());
            kind.train(model, T0, END);
            assertThat(Bits.of(model.params())).containsExactly(atT0);
            assertThat(listener.mask().frozenCount()).isEqualTo(p);
            listener.thaw();
            kind.train(model, T0, T0 + 1);
            assertThat(Bits.of(model.params())).isNotEqualTo(atT0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCountAboveTheNetworksSizeIsRefusedBeforeTheFirstUpdate(NetworkKind kind) {
        int p = size(kind.network(new FreezingAdam()));
        Model model = network(kind, listener(FreezePlan.atIteration(T0).count(p + 1)));
        long[] before = Bits.of(model.params());
        assertThatThrownBy(() -> kind.train(model, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(p + 1))
                .hasMessageContaining("[0," + p + "]");
        assertThat(Bits.of(model.params())).containsExactly(before);
    }

    private static Model oneParameter(boolean graph) {
        return Stacks.of(
                graph,
                TYPE,
                new FreezingAdam(0.01),
                InputType.feedForward(1),
                new OutputLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .hasBias(false)
                        .nOut(1)
                        .build());
    }

    private static MultiDataSet line(int t) {
        double[] x = {t + 1, 2, -1, 0.5 * t};
        double[] y = {3, 2, -4, t};
        return new MultiDataSet(
                Nd4j.createFromArray(x).reshape(4, 1), Nd4j.createFromArray(y).reshape(4, 1));
    }

    @ParameterizedTest(name = "graph: {0}")
    @ValueSource(booleans = {false, true})
    void aNetworkOfOneParameterIsFrozenOrNot(boolean graph) {
        for (int k = 0; k <= 1; k++) {
            for (GradientSampler sampler : List.of(GradientSampler.firstExample(), GradientSampler.miniBatch())) {
                Model model = oneParameter(graph);
                assertThat(size(model)).isEqualTo(1);
                FreezingListener listener = FreezingListener.builder(
                                FreezePlan.atIteration(T0).count(k))
                        .sampler(sampler)
                        .build();
                Training.addListeners(model, listener);
                Training.fit(model, 0, T0, FaultsTest::line);
                double atT0 = model.params().getDouble(0);
                Training.fit(model, T0, END, FaultsTest::line);
                assertThat(listener.order().size()).isEqualTo(1);
                assertThat(listener.variance().getDouble(0)).isPositive();
                assertThat(listener.mask().isFrozen(0)).isEqualTo(k == 1);
                assertThat(model.params().getDouble(0) == atT0).isEqualTo(k == 1);
            }
        }
    }

    static Stream<Arguments> withoutParameters() {
        List<Arguments> all = new ArrayList<>();
        for (boolean graph : new boolean[] {false, true}) {
            all.add(stack(graph, "first", () -> new Layer[] {activation(), dense(), output()}));
            all.add(stack(graph, "dropout first", () -> new Layer[] {dropout(), dense(), output()}));
            all.add(stack(graph, "between", () ->
                    new Layer[] {dense(), activation(), dropout(), dense(), dropout(), output()}));
            all.add(stack(graph, "last", () -> new Layer[] {dense(), linear(), loss()}));
            all.add(stack(graph, "last two", () -> new Layer[] {dense(), linear(), activation(), loss()}));
            all.add(images(
                    graph, "images", () -> new Layer[] {pooling(), convolution(), pooling(), activation(), output()}));
        }
        return all.stream();
    }

    private static Arguments stack(boolean graph, String name, Supplier<Layer[]> layers) {
        Supplier<Model> factory =
                () -> Stacks.of(graph, TYPE, new FreezingAdam(0.01), InputType.feedForward(4), layers.get());
        return Arguments.of((graph ? "graph, " : "") + name, factory, false);
    }

    private static Arguments images(boolean graph, String name, Supplier<Layer[]> layers) {
        Supplier<Model> factory =
                () -> Stacks.of(graph, TYPE, new FreezingAdam(0.01), InputType.convolutional(8, 8, 2), layers.get());
        return Arguments.of((graph ? "graph, " : "") + name, factory, true);
    }

    private static Layer dense() {
        return new DenseLayer.Builder().nOut(5).build();
    }

    private static Layer linear() {
        return new DenseLayer.Builder().nOut(3).activation(Activation.IDENTITY).build();
    }

    private static Layer activation() {
        return new ActivationLayer(Activation.TANH);
    }

    private static Layer dropout() {
        return new DropoutLayer(0.8);
    }

    private static Layer loss() {
        return new LossLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static Layer pooling() {
        return new SubsamplingLayer.Builder().kernelSize(2, 2).stride(1, 1).build();
    }

    private static Layer convolution() {
        return new ConvolutionLayer.Builder(3, 3).nOut(2).build();
    }

    private static Layer output() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(3)
                .build();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withoutParameters")
    void layersWithoutParametersAreNoHindranceInAnyPosition(String name, Supplier<Model> factory, boolean images) {
        Model model = factory.get();
        FreezingListener listener = listener(FreezePlan.atIteration(T0).fraction(0.5));
        Training.addListeners(model, listener);
        train(model, 0, T0, images);
        FreezeMask mask = listener.mask();
        assertThat(mask.frozenCount()).isEqualTo((int) Math.round(0.5 * size(model)));
        long[] atT0 = Bits.of(model.params());
        train(model, T0, END, images);
        long[] after = Bits.of(model.params());
        int moved = 0;
        for (int i = 0; i < after.length; i++) {
            assertThat(mask.isFrozen(i) && after[i] != atT0[i]).isFalse();
            moved += after[i] == atT0[i] ? 0 : 1;
        }
        assertThat(moved).isGreaterThan(size(model) / 4);
        int counted = FreezableNetwork.of(model).groups().stream()
                .mapToInt(group -> group.length())
                .sum();
        assertThat(counted).isEqualTo(size(model));
    }

    private static void train(Model model, int from, int to, boolean images) {
        Training.fit(model, from, to, t -> images ? TestData.convolution(TYPE, 6, t) : TestData.dense(TYPE, 6, t));
    }

    @ParameterizedTest
    @EnumSource
    void severalThreadsOneAfterTheOtherAreAsGoodAsOne(NetworkKind kind) throws InterruptedException {
        FreezingListener listener = listener(FreezePlan.atIteration(T0).fraction(0.5));
        Model model = kind.network(new FreezingAdam(0.01), builder -> builder.weightDecay(0.1));
        Training.addListeners(model, listener);
        for (int t = 0; t < END; t++) {
            int now = t;
            Thread thread = new Thread(() -> kind.train(model, now, now + 1));
            thread.start();
            thread.join();
        }
        FreezingListener aloneListener = listener(FreezePlan.atIteration(T0).fraction(0.5));
        Model alone = kind.network(new FreezingAdam(0.01), builder -> builder.weightDecay(0.1));
        Training.addListeners(alone, aloneListener);
        kind.train(alone, 0, END);
        assertThat(Bits.of(model.params())).containsExactly(Bits.of(alone.params()));
        assertThat(listener.order()).isEqualTo(aloneListener.order());
        assertThat(listener.mask()).isEqualTo(aloneListener.mask());
    }

    private static <T> List<T> together(List<Callable<T>> tasks) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> task : tasks) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdown();
            threads.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(120)
    void twoNetworksInTwoThreadsUnderOneListenerAreTrainedAsIfAlone(NetworkKind kind) throws Exception {
        FreezePlan plan = FreezePlan.atIteration(20).fraction(0.5);
        FreezingListener shared = listener(plan);
        List<Callable<Model>> tasks = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int offset = 100 * i;
            Model model = kind.network(new FreezingAdam(0.01), builder -> builder.weightDecay(0.1));
            Training.addListeners(model, shared);
            tasks.add(() -> {
                kind.train(model, offset, offset + 40);
                return model;
            });
        }
        List<Model> trained = together(tasks);
        for (int i = 0; i < 2; i++) {
            FreezingListener own = listener(plan);
            Model alone = kind.network(new FreezingAdam(0.01), builder -> builder.weightDecay(0.1));
            Training.addListeners(alone, own);
            kind.train(alone, 100 * i, 100 * i + 40);
            assertThat(Bits.of(trained.get(i).params())).containsExactly(Bits.of(alone.params()));
            assertThat(FreezableNetwork.of(trained.get(i)).mask()).isEqualTo(own.mask());
        }
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(120)
    void questionsFromAnotherThreadDisturbNothing(NetworkKind kind) throws Exception {
        FreezingListener listener = listener(FreezePlan.atIteration(30).fraction(0.5));
        Model model = network(kind, listener);
        kind.train(model, 0, 1);
        AtomicBoolean done = new AtomicBoolean();
        Callable<Integer> training = () -> {
            try {
                kind.train(model, 1, 60);
            } finally {
                done.set(true);
            }
            return 0;
        };
        Callable<Integer> asking = () -> {
            int questions = 0;
            while (!done.get()) {
                assertThat(listener.variance().length()).isEqualTo(size(model));
                assertThat(listener.samplesTaken()).isBetween(1L, 30L);
                FreezeMask mask = listener.mask();
                if (listener.isFrozen()) {
                    assertThat(listener.order().size()).isEqualTo(size(model));
                } else {
                    assertThat(mask.isAnyFrozen()).isFalse();
                }
                Serialised.copyOf(listener);
                questions++;
            }
            return questions;
        };
        List<Integer> results = together(List.of(training, asking));
        assertThat(results.get(1)).isPositive();
        FreezingListener own = listener(FreezePlan.atIteration(30).fraction(0.5));
        Model alone = network(kind, own);
        kind.train(alone, 0, 60);
        assertThat(Bits.of(model.params())).containsExactly(Bits.of(alone.params()));
        assertThat(listener.order()).isEqualTo(own.order());
    }

    @ParameterizedTest
    @EnumSource
    void aListenerKeepsNoDiscardedNetworkAlive(NetworkKind kind) {
        FreezingListener listener = listener(FreezePlan.atIteration(T0).fraction(0.5));
        List<WeakReference<Object>> discarded = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Model model = network(kind, listener);
            kind.train(model, 0, i == 1 ? 2 : END);
            discarded.add(new WeakReference<>(model));
            discarded.add(new WeakReference<>(
                    UpdaterStates.updater(model).getUpdaterBlocks().get(0).getGradientUpdater()));
        }
        // DL4J's own caches, of this thread, are filled by another network
        kind.train(kind.network(new FreezingAdam(0.01)), 0, 1);
        for (int i = 0; i < 200 && discarded.stream().anyMatch(each -> each.get() != null); i++) {
            System.gc();
        }
        assertThat(discarded).allSatisfy(each -> assertThat(each.get()).isNull());
        assertThat(listener.isFrozen()).as("it still answers for the first").isTrue();
        assertThat(listener.mask().frozenCount()).isPositive();
        assertThat(listener.order().size()).isPositive();
        assertThat(listener.samplesTaken()).isEqualTo(T0);
        assertThatThrownBy(listener::variance)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not exist any more");
        Model next = network(kind, listener);
        kind.train(next, 0, END);
        assertThat(FreezableNetwork.of(next).mask().isAnyFrozen()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aListenerThatHasSeenNoNetworkSaysSo(NetworkKind kind) {
        FreezingListener listener = listener(FreezePlan.atIteration(T0).fraction(0.5));
        network(kind, listener);
        List<Runnable> questions = List.of(
                listener::variance,
                listener::mask,
                listener::order,
                () -> listener.orderBy(org.dl4jfreeze.order.OrderCriterion.magnitude()));
        for (Runnable question : questions) {
            assertThatThrownBy(question::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has not seen a network yet")
                    .hasMessageContaining("train at least one iteration");
        }
        assertThat(listener.isFrozen()).isFalse();
        assertThat(listener.samplesTaken()).isZero();
        assertThatThrownBy(listener::thaw)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing to thaw");
    }
}
