package org.dl4jfreeze.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The help of every command shows examples that can be typed as they stand. */
class HelpTextTest {

    private static final Invocation MAIN = Invocation.of("org.dl4jfreeze.examples.Main");
    private static final String TYPED = "java -cp CLASSPATH org.dl4jfreeze.examples.Main ";

    private static CommandLine root(String... args) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return RootCommand.commandLine(MAIN, nowhere, nowhere, args);
    }

    @Test
    void everyCommandHasExamplesThatAreParsedWithoutAnError() {
        Map<String, CommandLine> commands = new TreeMap<>(root().getSubcommands());
        commands.put("", root());
        assertThat(commands).hasSizeGreaterThan(8);
        commands.forEach((name, command) -> {
            String help = command.getUsageMessage();
            assertThat(help).startsWith("Usage: " + TYPED + (name + " [OPTIONS]").strip());
            String examples = help.substring(help.indexOf("Examples:"));
            assertThat(examples.lines().skip(1)).isNotEmpty().allSatisfy(line -> {
                assertThat(line).startsWith("  " + TYPED + name);
                String[] args = line.substring(2 + TYPED.length()).split(" ");
                assertThat(root(args).parseArgs(args).errors()).isEmpty();
            });
        });
    }
}
