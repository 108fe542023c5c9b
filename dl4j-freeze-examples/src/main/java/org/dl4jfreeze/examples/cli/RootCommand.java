package org.dl4jfreeze.examples.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Experiments;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code dl4j-freeze}: one subcommand per data set, one for all of them, one for re-ordering and one for the
 * covariance. Turns failures into an exit status.
 */
@Command(
        name = "dl4j-freeze",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = VersionLine.class,
        description = "Repeats the experiments of \"Ordering the set of neural network parameters\" (2020) on DL4J.")
public final class RootCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    private final Invocation invocation;

    private RootCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    /** Runs a command line; returns the exit status: 0 success, 2 invalid input, 1 anything unexpected. */
    public static int execute(PrintStream out, PrintStream err, String... args) {
        return execute(Invocation.ofThisProcess(), out, err, args);
    }

    static int execute(Invocation invocation, PrintStream out, PrintStream err, String... args) {
        return commandLine(invocation, out, err, args).execute(args);
    }

    static CommandLine commandLine(Invocation invocation, PrintStream out, PrintStream err, String... args) {
        CommandLine root = new CommandLine(new RootCommand(invocation));
        Defaults.FirstPass given = Defaults.FirstPass.of(args);
        root.addSubcommand("all", AllCommand.commandLine(given, err));
        for (Experiment experiment : Experiments.all()) {
            root.addSubcommand(ExperimentCommand.commandLine(experiment, given, err));
        }
        root.addSubcommand(ReorderingCommand.commandLine(err));
        root.addSubcommand(CovarianceCommand.commandLine(given, err));
        root.addSubcommand(new ProgramCommand());
        root.setOut(writer(out));
        root.setErr(writer(err));
        root.setUsageHelpWidth(110);
        root.setParameterExceptionHandler(BadInput::report);
        root.setExecutionExceptionHandler(RootCommand::unexpected);
        HelpText.complete(root, invocation);
        return root;
    }

    /** Returns what to type for some arguments of the program. */
    static String typed(CommandSpec command, String arguments) {
        return invocationOf(command).with(arguments);
    }

    /** Returns what to type to run the same command again, without making finished runs again. */
    static String typedAgain(CommandSpec command) {
        List<String> arguments =
                new ArrayList<>(command.root().commandLine().getParseResult().originalArgs());
        arguments.remove("--fresh");
        return invocationOf(command).with(arguments);
    }

    private static Invocation invocationOf(CommandSpec command) {
        return ((RootCommand) command.root().userObject()).invocation;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    private static int unexpected(Exception e, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (e instanceof ParameterException) {
            throw e;
        }
        command.getErr().println(command.getCommandName() + ": unexpected failure: " + e);
        LoggerFactory.getLogger(RootCommand.class).error("Unexpected failure", e);
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return CommandLine.ExitCode.USAGE;
    }
}
