package org.dl4jfreeze.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Several pieces of work in turns, round by round, so that whatever else the machine does hits all of them; then the medians of each,
 * and the median over rounds of its ratio to the first.
 */
final class Contest {

    private final String title;
    private final int rounds;
    private final Map<String, Work> contestants = new LinkedHashMap<>();

    /** A piece of work. */
    private static final class Work {

        private final Runnable action;
        private final int repetitions;
        private final List<Double> milliseconds = new ArrayList<>();

        Work(Runnable action, int repetitions) {
            this.action = action;
            this.repetitions = repetitions;
        }

        void run(boolean counts) {
            long start = System.nanoTime();
            action.run();
            double elapsed = (System.nanoTime() - start) / 1e6 / repetitions;
            if (counts) {
                milliseconds.add(elapsed);
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
        contestants.put(name, new Work(action, repetitions));
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
                "%n%s (median of %d rounds, OMP_NUM_THREADS=%s)%n",
                title,
                rounds,
                System.getenv("OMP_NUM_THREADS"));
        contestants.forEach((name, work) -> System.out.printf(
                Locale.ROOT,
                "  %-52s %10.4f ms   x %.4f%n",
                name,
                median(work.milliseconds),
                median(ratios(work, first))));
    }

    private static List<Double> ratios(Work work, Work first) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < first.milliseconds.size(); i++) {
            ratios.add(work.milliseconds.get(i) / first.milliseconds.get(i));
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
