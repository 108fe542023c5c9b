package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.internal.covariance.CovarianceStorage;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.FrozenParameters;
import org.dl4jfreeze.support.MemoryArrays;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Serialised;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training and questions from several threads: what comes of it is what comes of one. */
class ThreadsTest {

    private static final int T0 = 4;
    private static final int END = 8;

    @TempDir
    Path folder;

    private static Model network(NetworkKind kind, FreezingListener listener) {
        Model model = kind.network(new FreezingAdam(0.01));
        Training.addListeners(model, listener);
        return model;
    }

    private static int size(Model model) {
        return Math.toIntExact(model.params().length());
    }

    @ParameterizedTest
    @EnumSource
    void severalThreadsOneAfterTheOtherAreAsGoodAsOne(NetworkKind kind) throws InterruptedException {
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(T0).fraction(0.5));
        Model model = kind.network(new FreezingAdam(0.01), builder -> builder.weightDecay(0.1));
        Training.addListeners(model, listener);
        for (int t = 0; t < END; t++) {
            int now = t;
            Thread thread = new Thread(() -> kind.train(model, now, now + 1));
            thread.start();
            thread.join();
        }
        FreezingListener aloneListener =
                new FreezingListener(FreezePlan.atIteration(T0).fraction(0.5));
        Model alone = kind.network(new FreezingAdam(0.01), builder -> builder.weightDecay(0.1));
        Training.addListeners(alone, aloneListener);
        kind.train(alone, 0, END);
        assertThat(Bits.of(model.params())).containsExactly(Bits.of(alone.params()));
        assertThat(listener.order()).isEqualTo(aloneListener.order());
        FrozenParameters.assertSameMask(listener.mask(), aloneListener.mask());
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
        FreezingListener shared = new FreezingListener(plan);
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
            FreezingListener own = new FreezingListener(plan);
            Model alone = kind.network(new FreezingAdam(0.01), builder -> builder.weightDecay(0.1));
            Training.addListeners(alone, own);
            kind.train(alone, 100 * i, 100 * i + 40);
            assertThat(Bits.of(trained.get(i).params())).containsExactly(Bits.of(alone.params()));
            FrozenParameters.assertSameMask(FreezableNetwork.of(trained.get(i)).mask(), own.mask());
        }
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(120)
    void queriesFromAnotherThreadDisturbNothing(NetworkKind kind) throws Exception {
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(30).fraction(0.5));
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
        FreezingListener own = new FreezingListener(FreezePlan.atIteration(30).fraction(0.5));
        Model alone = network(kind, own);
        kind.train(alone, 0, 60);
        assertThat(Bits.of(model.params())).containsExactly(Bits.of(alone.params()));
        assertThat(listener.order()).isEqualTo(own.order());
        FrozenParameters.assertSameMask(listener.mask(), own.mask());
    }

    /** Requests orders by the full covariance while it accumulates samples, and saves and closes it meanwhile. */
    @ParameterizedTest
    @EnumSource
    @Timeout(240)
    void questionsAboutTheFullCovarianceFromAnotherThreadDisturbNothing(NetworkKind kind) throws Exception {
        File file = folder.resolve("x.zip").toFile();
        for (Covariance covariance : List.of(
                Covariance.full().atMost(200), Covariance.full().factored().atMost(200))) {
            FreezingListener listener = FreezingListener.builder(FreezePlan.never())
                    .covariance(covariance)
                    .build();
            Model model = network(kind, listener);
            kind.train(model, 0, 1);
            AtomicBoolean done = new AtomicBoolean();
            Callable<Integer> training = () -> {
                try {
                    kind.train(model, 1, 220);
                } finally {
                    done.set(true);
                }
                return 0;
            };
            Callable<Integer> asking = () -> {
                int questions = 0;
                AtomicInteger saves = new AtomicInteger();
                while (!done.get()) {
                    assertThat(listener.orderBy(OrderCriterion.conditionalVariance())
                                    .size())
                            .isEqualTo(size(model));
                    listener.registry().save(model, (state, ahead) -> {
                        long samples = state.fullCovariance().samples();
                        CovarianceStorage.save(state.fullCovariance(), new MemoryArrays());
                        assertThat(state.fullCovariance().samples()).isEqualTo(samples);
                        saves.incrementAndGet();
                    });
                    FreezingCheckpoint.save(model, listener, file);
                    FreezingListener loaded = FreezingCheckpoint.loadListener(file);
                    loaded.close();
                    questions++;
                    assertThat(saves).hasValue(questions);
                    if (questions == 20) {
                        listener.close();
                        return questions;
                    }
                }
                return questions;
            };
            List<Integer> results = together(List.of(training, asking));
            assertThat(results.get(1)).isPositive();
            assertThat(listener.samplesTaken()).isEqualTo(220);
            Model alone = kind.network(new FreezingAdam(0.01));
            kind.train(alone, 0, 220);
            assertThat(Bits.of(model.params())).containsExactly(Bits.of(alone.params()));
        }
    }
}
