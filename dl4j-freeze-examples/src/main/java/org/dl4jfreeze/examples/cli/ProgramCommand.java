package org.dl4jfreeze.examples.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.examples.program.Program;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The subcommand that runs one of the programs to copy. */
@Command(
        name = "program",
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        description = "Runs one of three short programs to copy; without a name, lists them.")
final class ProgramCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "the program to run")
    private String name;

    @Override
    public Integer call() {
        if (name == null) {
            list(spec.commandLine().getOut());
            return CommandLine.ExitCode.OK;
        }
        Program program;
        try {
            program = Program.named(name);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        showFrozenTable(System.out);
        program.run();
        return CommandLine.ExitCode.OK;
    }

    private static void list(PrintWriter out) {
        for (Program program : Program.ALL) {
            out.printf("%-16s%s%n", program.name(), program.description());
        }
        out.flush();
    }

    /** Prints what the listener logs at INFO, where the experiments, which have thousands of listeners, only show warnings. */
    static void showFrozenTable(OutputStream out) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%msg%n");
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(out);
        appender.start();
        Logger logger = context.getLogger(FreezingListener.class);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(appender);
    }
}
