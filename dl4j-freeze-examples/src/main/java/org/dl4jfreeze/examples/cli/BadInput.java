package org.dl4jfreeze.examples.cli;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports on one line what is wrong with the command line, what is allowed, and where to look. */
final class BadInput {

    private BadInput() {}

    static int report(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        StringBuilder message = new StringBuilder(command.getCommandName())
                .append(": ")
                .append(e.getMessage().replace(System.lineSeparator(), " "));
        ArgSpec argument = e.getArgSpec();
        if (argument instanceof OptionSpec && argument.description().length > 0) {
            message.append("; ")
                    .append(((OptionSpec) argument).longestName())
                    .append(" takes: ")
                    .append(String.join(" ", argument.description()).split(" \\(default", 2)[0]);
        }
        if (e instanceof UnmatchedArgumentException) {
            message.append("; allowed are ").append(allowed(command));
        }
        command.getErr().println(message);
        String name = command.getParent() == null ? "" : command.getCommandName();
        command.getErr()
                .println("For all that is allowed: " + RootCommand.typed(command.getCommandSpec(), name + " --help"));
        return CommandLine.ExitCode.USAGE;
    }

    private static String allowed(CommandLine command) {
        Stream<String> subcommands = command.getSubcommands().keySet().stream();
        Stream<String> options = command.getCommandSpec().options().stream().map(OptionSpec::longestName);
        return Stream.concat(subcommands, options).collect(Collectors.joining(", "));
    }
}
