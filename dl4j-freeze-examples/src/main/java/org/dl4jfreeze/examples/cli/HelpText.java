package org.dl4jfreeze.examples.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Completes the help of all commands: synopsis and examples as the user types them. */
final class HelpText {

    private static final Map<String, List<String>> EXAMPLES = Map.of(
            "", List.of("boston --quick", "all", "program lenet", "boston --help"),
            "all", List.of("all --quick", "all --t0 auto --out results/auto"),
            "reordering", List.of("reordering", "reordering --every 200 --fractions 0.8,0.95"),
            "covariance", List.of("covariance", "covariance --network lenet --vectors 20"),
            "program", List.of("program", "program lenet"));

    private HelpText() {}

    static void complete(CommandLine root, Invocation invocation) {
        complete(root, "", "[OPTIONS] COMMAND", invocation);
        root.getSubcommands().forEach((name, command) -> {
            String parameters =
                    command.getCommandSpec().positionalParameters().isEmpty() ? "[OPTIONS]" : "[OPTIONS] [NAME]";
            complete(command, name, parameters, invocation);
        });
    }

    private static void complete(CommandLine command, String name, String parameters, Invocation invocation) {
        CommandSpec spec = command.getCommandSpec();
        spec.usageMessage()
                .customSynopsis(invocation.with(name + " " + parameters))
                .footerHeading("%nExamples:%n")
                .footer(examples(name).stream()
                        .map(example -> "  " + invocation.with(example))
                        .toArray(String[]::new));
    }

    /** Returns arguments that show what a command can do; those of a data set are alike. */
    static List<String> examples(String name) {
        return EXAMPLES.getOrDefault(name, List.of(name + " --quick", name + " --orders variance,random,magnitude"));
    }
}
