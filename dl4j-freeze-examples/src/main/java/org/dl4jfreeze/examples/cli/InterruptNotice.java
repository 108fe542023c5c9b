package org.dl4jfreeze.examples.cli;

import java.io.PrintStream;
import java.nio.file.Path;

/** Says what is left and what to do when the program is interrupted (Ctrl-C) before this is closed. */
final class InterruptNotice implements AutoCloseable {

    private final Thread hook;

    private InterruptNotice(PrintStream err, String message) {
        hook = new Thread(
                () -> {
                    err.println();
                    err.println(message);
                    err.flush();
                },
                "interrupt-notice");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Creates the notice for work whose finished runs are kept in a folder. */
    static InterruptNotice resumable(PrintStream err, Path folder, String command) {
        return new InterruptNotice(
                err, "Interrupted. Finished runs are kept in " + folder + ". To resume, run: " + command);
    }

    /** Creates the notice for work of which nothing is kept. */
    static InterruptNotice lost(PrintStream err, String command) {
        return new InterruptNotice(err, "Interrupted. Nothing was written. To start again, run: " + command);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the program is ending, and the notice is printed
            return;
        }
    }
}
