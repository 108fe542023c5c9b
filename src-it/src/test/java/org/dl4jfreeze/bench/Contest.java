package org.dl4jfreeze.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Several pieces of work in turns, round by round, so that whatever else the machine does hits all of them; then the medians of each,
 * and the median over rounds of its ratio to the first; by the clock, and by the processor time of the thread that does it, which on a
 * busy machine is the better measure where one thread does it all.
 */
final class Contest {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final String title;
    private final int rounds;
    private final Map<String, Work> contestants = new LinkedHashMap<>();

    /** A piece of work. */
    private static final class Work {

        private final Runnable preparation;
        private final Runnable action;
        private final int repetitions;
        private final List<Double> milliseconds = new ArrayList<>();
        private final List<Double> processor = new ArrayList<>();

        Work(Runnable preparation, Runnable action, int repetitions) {
            this.preparation = preparation;
            this.action = action;
            this.repetitions = repetitions;
        }

        void run(boolean counts) {
            preparation.run();
            long startOfProcessor = THREADS.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            action.run();
            double elapsed = (System.nanoTime() - start) / 1e6 / repetitions;
            double used = (THREADS.getCurrentThreadCpuTime() - startOfProcessor) / 1e6 / repetitions;
            if (counts) {
                milliseconds.add(elapsed);
                processor.add(used);
            }
        }
    }

    Contest(String title, int rounds) {
        this.title = title;
        this.rounds = rounds;
    }

    /**
     * Adds a piece of work; the first is what the others are compared with.
     *
     * @param repetitions how many times the action does what is counted
     */
    Contest with(String name, int repetitions, Runnable action) {
        contestants.put(name, new Work(() -> {}, action, repetitions));
        return this;
    }

    /**
     * Adds a piece of work that uses up what it works on; the first is what the others are compared with.
     *
     * @param preparation prepares it again before each round; not timed
     */
    Contest withPrepared(String name, Runnable preparation, Runnable action) {
        contestants.put(name, new Work(preparation, action, 1));
        return this;
    }

    /** Two rounds for nothing and then all that count. */
    private void run() {
        for (int round = -2; round < rounds; round++) {
            for (Work work : contestants.values()) {
                work.run(round >= 0);
            }
        }
    }

    /** Runs, and gives the medians in milliseconds, in the order in which the contestants were added. */
    List<Double> medians() {
        run();
        return contestants.values().stream()
                .map(work -> median(work.milliseconds))
                .collect(Collectors.toList());
    }

    /** Runs, and prints a table. */
    void print() {
        run();
        Work first = contestants.values().iterator().next();
        System.out.printf(
                Locale.ROOT,
                "%n%s (median of %d rounds, OMP_NUM_THREADS=%s; last column: of this thread's processor time)%n",
                title,
                rounds,
                System.getenv("OMP_NUM_THREADS"));
        contestants.forEach((name, work) -> System.out.printf(
                Locale.ROOT,
                "  %-52s %10.4f ms   x %.4f   x %.4f%n",
                name,
                median(work.milliseconds),
                median(ratios(work.milliseconds, first.milliseconds)),
                median(ratios(work.processor, first.processor))));
    }

    private static List<Double> ratios(List<Double> times, List<Double> ofFirst) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ofFirst.size(); i++) {
            ratios.add(times.get(i) / ofFirst.get(i));
        }
        return ratios;
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int n = sorted.length;
        return Arrays.stream(sorted)
                .skip((n - 1) / 2)
                .limit(2 - n % 2)
                .average()
                .orElseThrow();
    }
}
