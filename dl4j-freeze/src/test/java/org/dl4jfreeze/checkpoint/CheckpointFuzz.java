package org.dl4jfreeze.checkpoint;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.dl4jfreeze.FreezingCheckpoint;

/** Loads mutants of checkpoints, in a process of little memory, and ends with the first that is neither loaded nor refused properly. */
final class CheckpointFuzz {

    /** How long a mutant may take, however busy the machine is. */
    private static final long MOST_SECONDS = 60;

    private static final int MOST_CHARACTERS = 2000;
    private static final int MORE_ITERATIONS = 3;

    private final File file;
    private final Map<GoldenCheckpoint, String> contents = new EnumMap<>(GoldenCheckpoint.class);
    private final Map<CheckpointMutant.Kind, int[]> counts = new EnumMap<>(CheckpointMutant.Kind.class);
    private String latest = "";

    private CheckpointFuzz(File file) {
        this.file = file;
        for (CheckpointMutant.Kind kind : CheckpointMutant.Kind.values()) {
            counts.put(kind, new int[2]);
        }
    }

    /** Arguments: a folder, the first seed, the number of mutants; prints how many of each kind were loaded and refused. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        long first = Long.parseLong(arguments[1]);
        int mutants = Integer.parseInt(arguments[2]);
        CheckpointFuzz fuzz = new CheckpointFuzz(folder.resolve("mutant.zip").toFile());
        AtomicLong begun = watch();
        int failures = 0;
        for (long seed = first; seed < first + mutants; seed++) {
            begun.set(System.nanoTime());
            try {
                fuzz.tryMutant(CheckpointMutant.of(seed));
            } catch (Throwable e) {
                System.out.println("Seed " + seed + ": " + e + fuzz.latest);
                e.printStackTrace(System.out);
                failures++;
            }
        }
        fuzz.counts.forEach(
                (kind, count) -> System.out.println(kind + ": " + count[0] + " loaded, " + count[1] + " refused"));
        System.exit(failures == 0 ? 0 : 1);
    }

    private static AtomicLong watch() {
        AtomicLong begun = new AtomicLong(System.nanoTime());
        Thread watcher = new Thread(() -> {
            while (System.nanoTime() - begun.get() < MOST_SECONDS * 1_000_000_000L) {
                try {
                    Thread.sleep(1000);
                } catch (InterruptedException e) {
                    return;
                }
            }
            System.out.println("A mutant takes more than " + MOST_SECONDS + " seconds");
            Thread.getAllStackTraces().forEach((thread, stack) -> {
                System.out.println(thread);
                for (StackTraceElement element : stack) {
                    System.out.println("    " + element);
                }
            });
            Runtime.getRuntime().halt(2);
        });
        watcher.setDaemon(true);
        watcher.start();
        return begun;
    }

    private void tryMutant(CheckpointMutant mutant) throws IOException {
        latest = ", " + mutant.kind() + " of " + mutant.golden();
        Files.write(file.toPath(), mutant.content());
        FreezingCheckpoint loaded = null;
        try {
            loaded = FreezingCheckpoint.load(file);
        } catch (IllegalArgumentException e) {
            checkRefusal(e, IllegalArgumentException.class, "");
        } catch (IllegalStateException e) {
            // a network of another configuration may also be one that the listener cannot sample
            boolean anotherNetwork = mutant.kind() == CheckpointMutant.Kind.FORGED_CONFIGURATION;
            checkRefusal(e, IllegalStateException.class, anotherNetwork ? "" : "memory");
        }
        counts.get(mutant.kind())[loaded == null ? 1 : 0]++;
        if (loaded != null) {
            checkLoaded(mutant, loaded);
            loaded.listener().close();
        }
    }

    private void checkRefusal(RuntimeException e, Class<?> documented, String reason) {
        String message = String.valueOf(e.getMessage());
        if (e.getClass() != documented
                || !message.contains(file.getPath())
                || !message.contains(reason)
                || message.contains(": null")
                || message.length() >= MOST_CHARACTERS) {
            throw new IllegalStateException("refused by the wrong exception or message", e);
        }
    }

    private void checkLoaded(CheckpointMutant mutant, FreezingCheckpoint loaded) {
        if (!mutant.kind().isForged()) {
            String expected = contents.computeIfAbsent(mutant.golden(), GoldenCheckpoint::expected);
            String found = CheckpointContent.of(loaded);
            if (!expected.startsWith(found)) {
                throw new IllegalStateException("loaded " + found + " and not " + expected);
            }
        } else if (mutant.kind() != CheckpointMutant.Kind.FORGED_CONFIGURATION) {
            // a network of another configuration may be one that DL4J cannot train on these data
            int from = mutant.golden().iterations();
            mutant.golden().train(loaded.model(), from, from + MORE_ITERATIONS);
            CheckpointContent.of(loaded);
        }
    }
}
