package org.dl4jfreeze.internal.run;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Lets trainings and the questions about them take turns. A question waits until no network is in an event of its training, and an event
 * waits for one question at most, however many threads ask without a pause: a monitor could be given to them again and again. Events of
 * several networks run at the same time.
 *
 * <p>Threads that do not train pause between two questions, all of them together, for as long as the last answer took. Otherwise they
 * would take the processors from ND4J's operations, whose threads wait for each other: 300 iterations of a small network took more than
 * 100 s on two processors.
 */
public final class Turns {

    private static final long SHORTEST_PAUSE = 1_000_000;

    /** Fair: who comes first is served first. Events are its readers. */
    private final ReentrantReadWriteLock turn = new ReentrantReadWriteLock(true);
    /** Held by the thread that asks without training; guards the times. */
    private final ReentrantLock bystanders = new ReentrantLock();
    /** Whether the present thread has trained. */
    private final ThreadLocal<Boolean> trains = ThreadLocal.withInitial(() -> false);

    private final LongSupplier clock;
    private final LongConsumer pause;
    /** Null before the first question of a bystander. */
    private Long answered;

    private long took;

    /** Creates turns in real time. */
    public Turns() {
        this(System::nanoTime, LockSupport::parkNanos);
    }

    /**
     * Creates turns.
     *
     * @param clock time in nanoseconds
     * @param pause waits for a number of nanoseconds
     */
    Turns(LongSupplier clock, LongConsumer pause) {
        this.clock = clock;
        this.pause = pause;
    }

    /** What is done in a turn, and may fail as its caller expects. */
    interface Action<T, E extends Exception> {
        T run() throws E;
    }

    /** Runs an event of a training; it may be part of another one. */
    void train(Runnable event) {
        turn.readLock().lock();
        try {
            trains.set(true);
            event.run();
        } finally {
            turn.readLock().unlock();
        }
    }

    /** Runs what needs the trainings to wait; it may be part of an event or of another question in the same thread. */
    <T, E extends Exception> T ask(Action<T, E> question) throws E {
        if (turn.getReadHoldCount() > 0) {
            // waiting for the end of the event that it is part of would take forever
            return question.run();
        }
        if (trains.get() || turn.isWriteLockedByCurrentThread()) {
            return askNow(question);
        }
        bystanders.lock();
        try {
            if (answered != null) {
                long rest = answered + Math.max(took, SHORTEST_PAUSE) - clock.getAsLong();
                if (rest > 0) {
                    pause.accept(rest);
                }
            }
            return askNow(question);
        } finally {
            bystanders.unlock();
        }
    }

    private <T, E extends Exception> T askNow(Action<T, E> question) throws E {
        turn.writeLock().lock();
        long start = clock.getAsLong();
        try {
            return question.run();
        } finally {
            turn.writeLock().unlock();
            if (bystanders.isHeldByCurrentThread()) {
                answered = clock.getAsLong();
                took = answered - start;
            }
        }
    }
}
