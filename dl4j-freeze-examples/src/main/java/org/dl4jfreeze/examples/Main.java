package org.dl4jfreeze.examples;

import org.dl4jfreeze.examples.backend.SmallNetworkTuning;
import org.dl4jfreeze.examples.cli.RootCommand;

/** The program {@code dl4j-freeze}: the paper's experiments, one subcommand each. */
public final class Main {

    private Main() {}

    /** Runs the program and ends the virtual machine with its exit status: 0 fine, 2 bad input, 1 anything unexpected. */
    public static void main(String[] args) {
        SmallNetworkTuning.beforeLoading();
        System.exit(RootCommand.execute(System.out, System.err, args));
    }
}
