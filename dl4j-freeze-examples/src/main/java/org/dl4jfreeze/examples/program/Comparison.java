package org.dl4jfreeze.examples.program;

import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezeMask;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Prints what trainings with and without freezing came to, side by side. */
final class Comparison {

    private final PrintStream out;

    Comparison(PrintStream out) {
        this.out = out;
        out.printf("%-38s %13s %16s %6s%n", "", "with freezing", "without freezing", "ratio");
    }

    /** Prints the same quantity of both trainings and their ratio. */
    void row(String quantity, double with, double without) {
        out.printf(Locale.ROOT, "%-38s %13.4f %16.4f %6.2f%n", quantity, with, without, with / without);
    }

    /** Prints a whole number of both trainings. */
    void count(String quantity, int with, int without) {
        out.printf("%-38s %13d %16d%n", quantity, with, without);
    }

    /** Prints the share of the test examples that each network classifies correctly. */
    void accuracy(String quantity, DataSetIterator test, MultiLayerNetwork with, MultiLayerNetwork without) {
        row(quantity, with.evaluate(test).accuracy(), without.evaluate(test).accuracy());
    }

    /** Counts the frozen parameters that differ in two networks: none may. */
    void changes(FreezeMask mask, MultiLayerNetwork atT0, MultiLayerNetwork atEnd) {
        float[] before = atT0.params().toFloatVector();
        float[] after = atEnd.params().toFloatVector();
        long changed = IntStream.range(0, mask.length())
                .filter(i -> mask.isFrozen(i) && Float.compare(before[i], after[i]) != 0)
                .count();
        out.printf(Locale.ROOT, "%nFrozen parameters that changed: %,d of %,d.%n", changed, mask.frozenCount());
        out.println(
                "Up to t0 the listener samples gradients. After it a mask saves only the updater's step for frozen");
        out.println("parameters: their gradients are still computed.");
    }
}
