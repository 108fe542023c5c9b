package org.dl4jfreeze.examples.cli;

import java.io.Console;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.dl4jfreeze.examples.experiment.Progress;

/**
 * Shows progress on standard error: a bar with the time left on a terminal; otherwise plain lines, one that says how much there is to
 * do, and one per run with the time left.
 */
final class ProgressDisplay {

    private static final int UPDATE_MILLIS = 500;

    private ProgressDisplay() {}

    static Progress forThisTerminal(String name, int runs, long iterations, PrintStream err) {
        return isTerminal() ? new Bar(name, iterations) : new Lines(name, runs, iterations, err, System::nanoTime);
    }

    /** Tells terminals from consoles without one, which exist from Java 22 on, by a method that Java 17 lacks. */
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }

    private static final class Bar implements Progress {

        private final ProgressBar bar;

        Bar(String name, long iterations) {
            bar = new ProgressBarBuilder()
                    .setTaskName(name)
                    .setInitialMax(iterations)
                    .setUnit(" iterations", 1)
                    .setUpdateIntervalMillis(UPDATE_MILLIS)
                    .setStyle(ProgressBarStyle.ASCII)
                    .build();
        }

        @Override
        public void advance(long iterations) {
            bar.stepBy(iterations);
        }

        @Override
        public void runFinished(int number) {
            bar.setExtraMessage("run " + number + " done");
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** Estimates the time left from the iterations that were trained; those of reused runs took none. */
    static final class Lines implements Progress {

        private static final double NANOS_PER_SECOND = 1e9;
        private static final int LONG = 120;

        private final String name;
        private final int runs;
        private final PrintStream err;
        private final LongSupplier clock;
        private final long start;
        private final AtomicInteger finished = new AtomicInteger();
        private final AtomicLong trained = new AtomicLong();
        private final AtomicLong left;

        Lines(String name, int runs, long iterations, PrintStream err, LongSupplier clock) {
            this.name = name;
            this.runs = runs;
            this.err = err;
            this.clock = clock;
            this.start = clock.getAsLong();
            this.left = new AtomicLong(iterations);
            err.printf(
                    Locale.ROOT, "%s: %d run%s, %,d iterations in all%n", name, runs, runs == 1 ? "" : "s", iterations);
        }

        @Override
        public void advance(long iterations) {
            trained.addAndGet(iterations);
            left.addAndGet(-iterations);
        }

        @Override
        public void skip(long iterations) {
            left.addAndGet(-iterations);
        }

        @Override
        public void runFinished(int number) {
            double seconds = (clock.getAsLong() - start) / NANOS_PER_SECOND;
            int done = finished.incrementAndGet();
            String estimate = done < runs && trained.get() > 0
                    ? ", about " + text(seconds * left.get() / trained.get()) + " left"
                    : "";
            err.printf("%s: %d of %d runs done (%s%s)%n", name, done, runs, text(seconds), estimate);
        }

        private static String text(double seconds) {
            return seconds < LONG ? Math.round(seconds) + " s" : Math.round(seconds / 60) + " min";
        }

        @Override
        public void close() {
            err.flush();
        }
    }
}
