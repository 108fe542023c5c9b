package org.dl4jfreeze.examples.cli;

import java.util.ListResourceBundle;
import java.util.Properties;
import java.util.stream.Collectors;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Preset;
import org.dl4jfreeze.examples.experiment.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.PropertiesDefaultProvider;

/**
 * Default values of options. Some depend on other options of the same command line; those are read in a first pass, which ignores
 * everything else and leaves all errors to the second.
 */
final class Defaults {

    private final Properties values = new Properties();
    private final Properties words = new Properties();

    /** The options that decide the defaults of others. */
    static final class FirstPass {

        @Option(names = "--preset")
        private String preset;

        @Option(names = "--network")
        String network;

        @Option(names = "--quick")
        boolean quick;

        static FirstPass of(String... args) {
            FirstPass given = new FirstPass();
            try {
                new CommandLine(given).setUnmatchedArgumentsAllowed(true).parseArgs(args);
            } catch (ParameterException e) {
                return new FirstPass();
            }
            return given;
        }

        /** Returns the preset that was named, or the default one. */
        Preset preset(Experiment experiment) {
            return experiment.presets().stream()
                    .filter(known -> known.name().equals(preset))
                    .findFirst()
                    .orElse(experiment.presets().get(0));
        }
    }

    /** Creates the defaults of the options that most commands have. */
    Defaults(Settings settings) {
        with("runs", settings.runs());
        with("seed", settings.seed());
        with("t0", settings.freezeAt());
        with("learning-rate", settings.learningRate());
        with("batch-size", settings.batchSize());
        with("fractions", settings.fractions().stream().map(String::valueOf).collect(Collectors.joining(",")));
        with("orders", String.join(",", settings.orders()));
        with("sampler", settings.samplerName());
        with("threads", Runtime.getRuntime().availableProcessors());
        // only in words: whether these two options were given makes a difference
        withWords("all-examples", settings.examples());
        withWords("all-iterations", settings.iterations());
    }

    /** Sets the default of one more option, named without its dashes. */
    Defaults with(String option, Object value) {
        values.setProperty(option, value.toString());
        return this;
    }

    /** Removes the default of an option, which is null then if not given. */
    Defaults without(String option) {
        values.remove(option);
        return this;
    }

    /** Sets the words for {@code ${bundle:name}} in descriptions. The name of an option would replace its description. */
    Defaults withWords(String name, Object value) {
        words.setProperty(name, value.toString());
        return this;
    }

    CommandLine applyTo(CommandLine command) {
        command.setDefaultValueProvider(new PropertiesDefaultProvider(values));
        return command.setResourceBundle(new ListResourceBundle() {
            @Override
            protected Object[][] getContents() {
                return words.entrySet().stream()
                        .map(word -> new Object[] {word.getKey(), word.getValue()})
                        .toArray(Object[][]::new);
            }
        });
    }
}
