package org.dl4jfreeze.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Who waits for whom, and how long, where trainings and questions take turns. */
class TurnsTest {

    private static final long MILLISECOND = 1_000_000;

    private final List<Long> pauses = new ArrayList<>();
    private long now = 5;
    private final Turns turns = new Turns(() -> now, pause -> {
        pauses.add(pause);
        now += pause;
    });

    private void ask(long takes) {
        turns.ask(() -> now += takes);
    }

    @Test
    void aBystanderPausesAsLongAsTheLastAnswerTookAndOneMillisecondAtLeast() {
        ask(7 * MILLISECOND);
        assertThat(pauses).isEmpty();
        ask(10);
        ask(10);
        assertThat(pauses).containsExactly(7 * MILLISECOND, MILLISECOND);
        now += 400_000;
        ask(10);
        assertThat(pauses).hasSize(3).last().isEqualTo(600_000L);
        now += 2 * MILLISECOND;
        ask(10);
        assertThat(pauses).hasSize(3);
    }

    @Test
    void theTrainingThreadNeverPauses() {
        turns.train(() -> {});
        for (int i = 0; i < 5; i++) {
            ask(10);
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void aQuestionInAnEventOrInAQuestionIsAnsweredAtOnce() {
        List<String> answers = new ArrayList<>();
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            turns.train(() -> turns.train(() -> turns.ask(() -> answers.add("in an event"))));
            turns.ask(() -> turns.ask(() -> answers.add("in a question")));
        });
        assertThat(answers).containsExactly("in an event", "in a question");
    }

    @Test
    void eventsOfSeveralThreadsRunAtTheSameTimeAndAQuestionWaitsForThem() {
        CountDownLatch bothInside = new CountDownLatch(2);
        CountDownLatch leave = new CountDownLatch(1);
        Runnable event = () -> turns.train(() -> {
            bothInside.countDown();
            await(leave);
        });
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            List<CompletableFuture<Void>> events = List.of(inAThread(event), inAThread(event));
            await(bothInside);
            CompletableFuture<Void> question = inAThread(() -> turns.ask(() -> now));
            assertThat(question).isNotDone();
            leave.countDown();
            question.join();
            events.forEach(CompletableFuture::join);
        });
    }

    private static CompletableFuture<Void> inAThread(Runnable action) {
        return CompletableFuture.runAsync(action, task -> new Thread(task).start());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
