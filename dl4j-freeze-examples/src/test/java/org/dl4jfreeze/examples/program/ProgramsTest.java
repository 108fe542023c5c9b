package org.dl4jfreeze.examples.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dl4jfreeze.FreezingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ProgramsTest {

    private static final Path FOLDER = Path.of("src/main/java/org/dl4jfreeze/examples/program");

    private String table;

    @Test
    void leNetFreezesFourFifthsAndPrintsWhatThatChanged() {
        String printed = run(out -> LeNetOnMnist.run(128, 100, out));

        assertThat(frozenShare("all")).isEqualTo(80.0);
        assertThat(printed).contains("Frozen parameters that changed: 0 of 1,004,864.");
        assertSameUpToT0("test accuracy at t0", printed);
        assertAccuracy("test accuracy at the end", printed);
        assertSeconds("seconds per iteration up to t0", printed);
        assertSeconds("seconds per iteration after t0", printed);
    }

    @Test
    void transferKeepsTheMaskOnTheNewDigitsAndLeavesTheOutputLayerActive() {
        String printed = run(out -> TransferToNewDigits.run(640, 500, out));

        assertThat(frozenShare("output +W")).isZero();
        // 90 % of all but the 645 parameters of the output layer
        assertThat(printed).contains("Frozen parameters that changed: 0 of 265,910.");
        assertSameUpToT0("0-4: test accuracy at t0", printed);
        assertSameUpToT0("5-9: test accuracy, not adapted", printed);
        List<Double> adapted = assertAccuracy("5-9: test accuracy, adapted", printed);
        assertThat(adapted.get(0))
                .isGreaterThan(
                        numbers("5-9: test accuracy, not adapted", printed).get(0));
        assertSeconds("0-4: seconds per iteration up to t0", printed);
        assertSeconds("5-9: seconds per iteration", printed);
    }

    @Test
    void earlyStoppingContinuesPastT0() {
        String printed = run(out -> EarlyStoppingWithFreezing.run(640, 200, 100, out));

        assertThat(frozenShare("all")).isEqualTo(80.0);
        assertThat(printed).contains("Frozen parameters that changed: 0 of 81,416.");
        assertThat(numbers("epochs until stopped", printed)).allMatch(epochs -> epochs > 3);
        assertSameUpToT0("test accuracy at t0", printed);
        assertAccuracy("test accuracy of the best epoch", printed);
        assertSeconds("seconds per iteration up to t0", printed);
        assertSeconds("seconds per iteration after t0", printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LeNetOnMnist", "TransferToNewDigits", "EarlyStoppingWithFreezing"})
    void eachIsAShortProgramOnThePublicApi(String name) throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve(name + ".java"));

        assertThat(lines).hasSizeLessThan(100);
        assertThat(lines).anyMatch(line -> line.contains("public static void main(String[] args)"));
        assertThat(lines).noneMatch(line -> line.contains("org.dl4jfreeze.internal"));
        assertThat(lines)
                .filteredOn(line -> line.startsWith("import org.dl4jfreeze.examples"))
                .isEmpty();
    }

    @Test
    void aNameThatIsNoProgramIsAnErrorThatListsThem() {
        assertThat(Program.named("transfer").name()).isEqualTo("transfer");
        assertThatThrownBy(() -> Program.named("vgg"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Unknown program \"vgg\", must be one of lenet, transfer, early-stopping;"
                        + " choose one of these");
    }

    /** Runs a program and keeps the table that the listener logs at t0. */
    private String run(Consumer<PrintStream> program) {
        Logger logger = (Logger) LoggerFactory.getLogger(FreezingListener.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        Level level = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.addAppender(logged);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            program.accept(new PrintStream(printed, true, StandardCharsets.UTF_8));
        } finally {
            logger.detachAppender(logged);
            logger.setLevel(level);
        }
        List<String> tables = logged.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(message -> message.contains("Frozen after"))
                .collect(Collectors.toList());
        assertThat(tables).hasSize(1);
        table = tables.get(0);
        return printed.toString(StandardCharsets.UTF_8);
    }

    private double frozenShare(String row) {
        Matcher matcher =
                Pattern.compile("(?m)^" + row + " .* ([\\d.]+) % +[\\d.]+ %$").matcher(table);
        assertThat(matcher.find()).as(table).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    /** The numbers with and without freezing. */
    private static List<Double> numbers(String row, String printed) {
        Matcher matcher =
                Pattern.compile("(?m)^" + row + " +([\\d.]+) +([\\d.]+)").matcher(printed);
        assertThat(matcher.find()).as(printed).isTrue();
        return List.of(Double.valueOf(matcher.group(1)), Double.valueOf(matcher.group(2)));
    }

    private static List<Double> assertAccuracy(String row, String printed) {
        List<Double> accuracies = numbers(row, printed);
        assertThat(accuracies).allMatch(accuracy -> accuracy > 0 && accuracy <= 1);
        return accuracies;
    }

    private static void assertSameUpToT0(String row, String printed) {
        List<Double> accuracies = assertAccuracy(row, printed);
        assertThat(accuracies.get(0)).isEqualTo(accuracies.get(1));
    }

    private static void assertSeconds(String row, String printed) {
        assertThat(numbers(row, printed)).allMatch(seconds -> seconds > 0 && seconds < 60);
    }
}
