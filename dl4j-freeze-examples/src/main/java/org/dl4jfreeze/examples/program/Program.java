package org.dl4jfreeze.examples.program;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A program to copy, with its name on the command line, and what it does in one line. */
public record Program(String name, String description, Consumer<String[]> main) {

    public static final List<Program> ALL = List.of(
            new Program("lenet", "LeNet on MNIST, 80 % of its parameters frozen halfway", LeNetOnMnist::main),
            new Program(
                    "transfer", "a network for the digits 0-4 adapted to 5-9 with a mask", TransferToNewDigits::main),
            new Program(
                    "early-stopping", "DL4J's early stopping, before and after t0", EarlyStoppingWithFreezing::main));

    public static Program named(String name) {
        return ALL.stream()
                .filter(program -> program.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown program \"" + name + "\", must be one of "
                        + ALL.stream().map(Program::name).collect(Collectors.joining(", "))
                        + "; choose one of these"));
    }

    /** Runs the program; it prints to standard output. */
    public void run() {
        main.accept(new String[0]);
    }
}
