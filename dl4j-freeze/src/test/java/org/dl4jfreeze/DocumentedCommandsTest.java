package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dl4jfreeze.support.Markdown;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks that goals, profiles, test classes, subcommands and options in documented Maven commands exist. */
class DocumentedCommandsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> GOALS =
            Set.of("clean", "compile", "test", "verify", "install", "exec:java", "spotless:apply");
    private static final Pattern ARGUMENTS = Pattern.compile("-Dexec\\.args=\"([^\"]*)\"");

    private String poms;
    private String program;
    private Set<String> testClasses;

    @BeforeEach
    void read() throws IOException {
        poms = text(files(ROOT, name -> name.equals("pom.xml")));
        program = text(files(ROOT.resolve("dl4j-freeze-examples/src/main/java"), name -> name.endsWith(".java")));
        testClasses = files(ROOT.resolve("src-it/src/test/java"), name -> name.endsWith(".java")).stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
    }

    @Test
    void everyMavenCommandNamesWhatExists() throws IOException {
        List<String> problems = new ArrayList<>();
        int commands = 0;
        for (Path file : Markdown.filesBelow(ROOT)) {
            for (String command : Markdown.of(file).mavenCommands()) {
                commands++;
                unknownIn(command)
                        .forEach(word -> problems.add(ROOT.relativize(file) + ": " + word + " in " + command));
            }
        }
        assertThat(commands).isGreaterThan(10);
        assertThat(problems).as("unknown words in commands").isEmpty();
    }

    @Test
    void wrongCommandsAreNoticed() {
        assertThat(unknownIn("mvn -Pbnch verfy -Dit.test=NoBench,ZooBench -Dexec.args=\"bostn --sed\""))
                .containsExactlyInAnyOrder("bnch", "verfy", "NoBench", "bostn", "--sed");
        assertThat(unknownIn("mvn -q -Pbench verify -Dit.test=ZooBench -Dexec.args=\"boston --seed 1\""))
                .isEmpty();
    }

    private List<String> unknownIn(String command) {
        List<String> unknown = new ArrayList<>();
        Matcher arguments = ARGUMENTS.matcher(command);
        while (arguments.find()) {
            Stream.of(arguments.group(1).split(" "))
                    .filter(word -> word.startsWith("--") || arguments.group(1).startsWith(word))
                    .filter(word -> !word.equals("...") && !program.contains("\"" + word + "\""))
                    .forEach(unknown::add);
        }
        for (String word :
                arguments.replaceAll("").substring("mvn".length()).trim().split("\\s+")) {
            if (word.startsWith("-P")) {
                addUnless(poms.contains("<id>" + word.substring(2) + "</id>"), word.substring(2), unknown);
            } else if (word.startsWith("-Dit.test=")) {
                for (String test : word.substring("-Dit.test=".length()).split(",")) {
                    addUnless(testClasses.contains(test), test, unknown);
                }
            } else if (!word.startsWith("-")) {
                addUnless(GOALS.contains(word), word, unknown);
            }
        }
        return unknown;
    }

    private static void addUnless(boolean known, String word, List<String> unknown) {
        if (!known) {
            unknown.add(word);
        }
    }

    private static List<Path> files(Path folder, Predicate<String> name) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.toString().contains("target"))
                    .filter(file -> name.test(file.getFileName().toString()))
                    .collect(Collectors.toList());
        }
    }

    private static String text(List<Path> files) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            text.append(Files.readString(file));
        }
        return text.toString();
    }
}
