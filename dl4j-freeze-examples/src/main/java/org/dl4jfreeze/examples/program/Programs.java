package org.dl4jfreeze.examples.program;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The programs by the names that they have on the command line. */
public enum Programs {
    /** See {@link LeNetOnMnist}. */
    LENET("lenet", "LeNet on MNIST, 80 % of its parameters frozen halfway", LeNetOnMnist::main),
    /** See {@link TransferToNewDigits}. */
    TRANSFER("transfer", "a network for the digits 0-4 adapted to 5-9 with a mask", TransferToNewDigits::main),
    /** See {@link EarlyStoppingWithFreezing}. */
    EARLY_STOPPING("early-stopping", "DL4J's early stopping, before and after t0", EarlyStoppingWithFreezing::main);

    private final String label;
    private final String description;
    private final Consumer<String[]> main;

    Programs(String label, String description, Consumer<String[]> main) {
        this.label = label;
        this.description = description;
        this.main = main;
    }

    public static Programs named(String name) {
        return Arrays.stream(values())
                .filter(program -> program.label.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown program \"" + name + "\", must be one of "
                        + Arrays.stream(values()).map(Programs::label).collect(Collectors.joining(", "))
                        + "; choose one of these"));
    }

    /** Returns the name on the command line. */
    public String label() {
        return label;
    }

    /** Returns in one line what the program does. */
    public String description() {
        return description;
    }

    /** Runs the program; it prints to standard output. */
    public void run() {
        main.accept(new String[0]);
    }
}
