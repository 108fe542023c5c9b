package org.dl4jfreeze.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.dl4jfreeze.FreezingListener;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProgramCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void withoutANameListsThePrograms() {
        assertThat(run("program")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("lenet "))
                .anyMatch(line -> line.startsWith("transfer "))
                .anyMatch(line -> line.startsWith("early-stopping "));
        assertThat(err.size()).isZero();
    }

    @Test
    void anUnknownNameIsAnErrorOnOneLineThatListsThePrograms() {
        assertThat(run("program", "vgg")).isEqualTo(2);
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8).lines().findFirst())
                .contains("program: Unknown program \"vgg\", must be one of lenet, transfer, early-stopping;"
                        + " choose one of these");
    }

    @Test
    void whatTheListenerLogsIsPrintedOnceAndToTheGivenStream() {
        Logger logger = (Logger) LoggerFactory.getLogger(FreezingListener.class);
        logger.info("not shown");
        ProgramCommand.showFrozenTable(out);
        try {
            logger.info("the table");
        } finally {
            logger.detachAndStopAllAppenders();
            logger.setLevel(null);
            logger.setAdditive(true);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("the table" + System.lineSeparator());
    }

    private int run(String... args) {
        return RootCommand.execute(new PrintStream(out, true), new PrintStream(err, true), args);
    }
}
