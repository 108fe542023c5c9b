package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.support.Bits;
import org.dl4jfreeze.support.NetworkKind;
import org.dl4jfreeze.support.Training;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Threads that ask in a loop, without a pause, do not keep the training from its turn. */
class QuestionsWithoutPauseTest {

    /** Asks in another thread until it is told to stop. */
    private static final class Asker implements AutoCloseable {

        private final AtomicBoolean done = new AtomicBoolean();
        private final CompletableFuture<Void> end;

        Asker(Runnable question) {
            end = CompletableFuture.runAsync(
                    () -> {
                        while (!done.get()) {
                            question.run();
                        }
                    },
                    task -> new Thread(task).start());
        }

        @Override
        public void close() {
            done.set(true);
            end.join();
        }
    }

    @ParameterizedTest
    @EnumSource
    void trainingUnderQuestionsEndsAndIsThatWithoutThem(NetworkKind kind) {
        FreezePlan plan = FreezePlan.atIteration(50).fraction(0.5);
        FreezingListener listener = new FreezingListener(plan);
        Model model = kind.network(new FreezingAdam(0.01));
        Training.addListeners(model, listener);
        kind.train(model, 0, 1);
        AtomicInteger questions = new AtomicInteger();
        try (Asker masks = new Asker(listener::mask);
                Asker others = new Asker(() -> {
                    listener.variance();
                    listener.orderBy(OrderCriterion.gradientVariance());
                    if (listener.isFrozen()) {
                        listener.order();
                    }
                    questions.incrementAndGet();
                })) {
            assertThat(masks).isNotSameAs(others);
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> kind.train(model, 1, 100));
        }
        assertThat(questions).hasPositiveValue();
        FreezingListener own = new FreezingListener(plan);
        Model alone = kind.network(new FreezingAdam(0.01));
        Training.addListeners(alone, own);
        kind.train(alone, 0, 100);
        assertThat(Bits.of(model.params())).containsExactly(Bits.of(alone.params()));
        assertThat(listener.order()).isEqualTo(own.order());
    }

    /** Counts the questions of 20 ms that are answered while an event waits; those of 2 threads, which have no pause between them. */
    @ParameterizedTest
    @EnumSource
    void anEventWaitsForAboutOneQuestion(NetworkKind kind) {
        FreezingListener listener = new FreezingListener(FreezePlan.never());
        Model model = kind.network(new FreezingAdam(0.01));
        Training.addListeners(model, listener);
        kind.train(model, 0, 1);
        AtomicInteger questions = new AtomicInteger();
        Runnable question = () -> {
            try {
                listener.registry().save(model, (snapshot, ahead) -> {
                    LockSupport.parkNanos(20_000_000);
                    questions.incrementAndGet();
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        int events = 40;
        AtomicInteger waitedFor = new AtomicInteger();
        try (Asker first = new Asker(question);
                Asker second = new Asker(question)) {
            assertThat(first).isNotSameAs(second);
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                while (questions.get() == 0) {
                    Thread.onSpinWait();
                }
                for (int i = 0; i < events; i++) {
                    // questions must have the time to begin between two events
                    LockSupport.parkNanos(5_000_000);
                    int before = questions.get();
                    listener.onForwardPass(model, List.<INDArray>of());
                    waitedFor.addAndGet(questions.get() - before);
                }
            });
        }
        assertThat(waitedFor.get()).isPositive().isLessThan(2 * events);
    }
}
