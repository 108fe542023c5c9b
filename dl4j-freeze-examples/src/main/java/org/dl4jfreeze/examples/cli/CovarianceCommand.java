package org.dl4jfreeze.examples.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.dl4jfreeze.examples.covariance.BlockChoice;
import org.dl4jfreeze.examples.covariance.CovarianceFindings;
import org.dl4jfreeze.examples.covariance.CovarianceRun;
import org.dl4jfreeze.examples.covariance.CovarianceSettings;
import org.dl4jfreeze.examples.covariance.ObservedNetwork;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Experiments;
import org.dl4jfreeze.examples.experiment.Progress;
import org.dl4jfreeze.examples.experiment.Settings;
import org.dl4jfreeze.examples.figures.Figures;
import org.dl4jfreeze.examples.report.CovarianceCsv;
import org.dl4jfreeze.examples.report.CovarianceSummary;
import org.dl4jfreeze.examples.report.ResultFolder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The subcommand that examines the full covariance of one network. */
@Command(
        name = "covariance",
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        sortOptions = false,
        description =
                "Not in the paper: trains a network on MNIST while its full gradient covariance is kept, and shows its"
                        + " spectrum, where the variance is, the leading eigenvectors and the correlations in one block.")
final class CovarianceCommand implements Callable<Integer> {

    private static final Experiment DATA = Experiments.mnist();
    private static final Settings DEFAULTS = DATA.presets().get(0).settings();

    private static final int DEFAULT_VECTORS = 10;

    private final PrintStream err;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--network",
            paramLabel = "NAME",
            description =
                    "mnist (784-10-10, 7960 parameters) or lenet (of DL4J's zoo, 1256080 parameters; --t0 is 200 then,"
                            + " --batch-size 64 and --block cnn1_W, where these are not given) (default: ${DEFAULT-VALUE})")
    private String network;

    @Option(
            names = "--t0",
            paramLabel = "N",
            description = "iterations that are trained and sampled, a whole number from 1 to "
                    + CovarianceSettings.MOST_SAMPLES + " (default: ${DEFAULT-VALUE} iterations)")
    private int freezeAt;

    @Option(
            names = "--vectors",
            paramLabel = "N",
            description = "leading eigenvectors in the table, a whole number from 1 to "
                    + CovarianceSettings.MOST_VECTORS + " (default: ${DEFAULT-VALUE})")
    private int vectors;

    @Option(
            names = "--block",
            paramLabel = "BLOCK",
            description =
                    "whose correlations are shown: the parameters of one kind in one layer, such as 1_W, or a range"
                            + " within it, such as 0_W:784-1183; at most " + BlockChoice.MOST
                            + " parameters (default: ${DEFAULT-VALUE})")
    private String block;

    @Mixin
    private ExampleOptions examples;

    @Mixin
    private SamplingOptions sampling;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description =
                    "folder for the results, created if missing (default: ${DEFAULT-VALUE}, or another network's name)")
    private Path out;

    private CovarianceCommand(PrintStream err) {
        this.err = err;
    }

    static CommandLine commandLine(Defaults.FirstPass given, PrintStream err) {
        ObservedNetwork chosen = ObservedNetwork.find(given.network).orElse(ObservedNetwork.MNIST);
        return new Defaults(DEFAULTS)
                .with("network", ObservedNetwork.MNIST.name())
                .with("t0", chosen.freezeAt())
                .with("batch-size", chosen.batchSize())
                .with("block", chosen.block())
                .with("vectors", DEFAULT_VECTORS)
                .with("out", Path.of("results", "covariance", chosen.name()))
                .applyTo(new CommandLine(new CovarianceCommand(err)));
    }

    @Override
    @SuppressWarnings("try") // the notice is withdrawn by closing it
    public Integer call() throws IOException {
        CovarianceSettings settings;
        TrainTest data;
        try {
            // before the data are read, so that a wrong option is found whatever the files hold
            settings(examples.expected(DEFAULTS.examples()));
            ResultFolder.check(out);
            data = examples.load(DATA, sampling.seed);
            settings = settings(data.train().numExamples());
            ResultFolder.create(out);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        CovarianceFindings findings;
        try (InterruptNotice notice = InterruptNotice.lost(err, RootCommand.typedAgain(spec));
                Progress progress = ProgressDisplay.forThisTerminal(
                        "covariance", 1, settings.training().freezeAt(), err)) {
            findings = CovarianceRun.execute(settings, data, progress);
        }
        write(findings, out);
        print(findings, out);
        return CommandLine.ExitCode.OK;
    }

    private CovarianceSettings settings(int count) {
        Settings training = new Settings(
                1,
                sampling.seed,
                DEFAULTS.freezeAt(),
                Settings.GIVEN,
                DEFAULTS.iterations(),
                examples.learningRate,
                examples.batchSize,
                count,
                DEFAULTS.fractions(),
                DEFAULTS.orders(),
                sampling.sampler);
        return CovarianceSettings.of(
                ObservedNetwork.named(network), training, freezeAt, vectors, BlockChoice.parse(block));
    }

    private static void write(CovarianceFindings findings, Path folder) throws IOException {
        try (ResultFolder files = ResultFolder.open(folder)) {
            CovarianceCsv.writeSpectrum(findings, files.file("spectrum.csv"));
            CovarianceCsv.writeLayers(findings, files.file("layers.csv"));
            CovarianceCsv.writeEigenvectors(findings, files.file("eigenvectors.csv"));
            CovarianceCsv.writeCorrelation(findings, files.file("correlation.csv"));
            Files.writeString(files.file("covariance.md"), CovarianceSummary.format(findings));
            Files.writeString(files.file("eigenvectors.md"), CovarianceSummary.eigenvectors(findings));
            Figures.covariance(findings, files::file);
            files.publish();
        }
    }

    private void print(CovarianceFindings findings, Path folder) {
        PrintWriter console = spec.commandLine().getOut();
        console.println(CovarianceSummary.format(findings));
        console.println("Written to " + folder
                + ": covariance.md, eigenvectors.md, spectrum.csv, layers.csv, eigenvectors.csv, correlation.csv, and the"
                + " figures spectrum, layers and correlation as .png and .svg");
        console.flush();
    }
}
