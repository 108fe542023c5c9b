package org.dl4jfreeze.examples.cli;

import java.io.Console;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.atomic.AtomicInteger;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.dl4jfreeze.examples.experiment.Progress;

/** Shows progress on standard error: a bar with the time left on a terminal, one plain line per run otherwise. */
final class ProgressDisplay {

    private static final int UPDATE_MILLIS = 500;

    private ProgressDisplay() {}

    static Progress forThisTerminal(String name, int runs, long iterations, PrintStream err) {
        return isTerminal() ? new Bar(name, iterations) : new Lines(name, runs, err);
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

    private static final class Lines implements Progress {

        private final String name;
        private final int runs;
        private final PrintStream err;
        private final long start = System.nanoTime();
        private final AtomicInteger finished = new AtomicInteger();

        Lines(String name, int runs, PrintStream err) {
            this.name = name;
            this.runs = runs;
            this.err = err;
        }

        @Override
        public void advance(long iterations) {
            // one line per run, none per iteration
        }

        @Override
        public void runFinished(int number) {
            err.printf(
                    "%s: %d of %d runs done (%d s)%n",
                    name, finished.incrementAndGet(), runs, (System.nanoTime() - start) / 1_000_000_000L);
        }

        @Override
        public void close() {
            err.flush();
        }
    }
}
