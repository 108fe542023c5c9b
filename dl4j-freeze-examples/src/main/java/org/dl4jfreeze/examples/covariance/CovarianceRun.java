package org.dl4jfreeze.examples.covariance;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.Covariance;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.covariance.Eigenpairs;
import org.dl4jfreeze.covariance.FullCovariance;
import org.dl4jfreeze.examples.backend.SmallNetworkTuning;
import org.dl4jfreeze.examples.data.BatchOrder;
import org.dl4jfreeze.examples.data.MiniBatches;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.examples.experiment.ParameterRange;
import org.dl4jfreeze.examples.experiment.Progress;
import org.dl4jfreeze.examples.experiment.Settings;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Trains a network to t0 as a user would, with a listener that keeps the full covariance, and asks that covariance everything.
 * Nothing is frozen.
 */
public final class CovarianceRun {

    /** Iterations before the real ones, so that what training itself takes is there before memory is measured. */
    private static final int REHEARSED = 20;

    private final CovarianceSettings settings;
    private final TrainTest data;
    private final long initialisation;
    private final long batchOrder;
    private final CovarianceFindings findings;

    private CovarianceRun(CovarianceSettings settings, TrainTest data) {
        this.settings = settings;
        this.data = data;
        this.findings = new CovarianceFindings(settings);
        SplittableRandom random = new SplittableRandom(settings.training().seed());
        this.initialisation = random.nextLong();
        this.batchOrder = random.nextLong();
    }

    /**
     * Trains and asks.
     *
     * @param settings the settings
     * @param data     the examples
     * @param progress is told how far the training has come, t0 iterations in all
     * @return the answers
     */
    public static CovarianceFindings execute(CovarianceSettings settings, TrainTest data, Progress progress) {
        return new CovarianceRun(settings, data).execute(progress);
    }

    private CovarianceFindings execute(Progress progress) {
        if (settings.network().isSmall()) {
            SmallNetworkTuning.forProcess();
            SmallNetworkTuning.forThread();
        }
        int freezeAt = settings.training().freezeAt();
        // the real network is there before the first reading, and the rehearsed one until the last
        MultiLayerNetwork network = network();
        MultiLayerNetwork rehearsed = network();
        rehearsed.setListeners(listener(Covariance.diagonal()));
        findings.plainMillis = train(rehearsed, Math.min(REHEARSED, freezeAt), iterations -> {});
        findings.noteMemory();
        try (FreezingListener listener = listener(Covariance.full().atMost(freezeAt))) {
            network.setListeners(listener);
            findings.timed(
                    "training with the full covariance",
                    () -> findings.sampledMillis = train(network, freezeAt, progress::advance));
            findings.noteMemory();
            ask(listener.covariance());
            findings.noteMemory();
        }
        progress.runFinished(1);
        Reference.reachabilityFence(rehearsed);
        return findings;
    }

    private MultiLayerNetwork network() {
        return settings.network().build(settings.training().learningRate(), initialisation);
    }

    private FreezingListener listener(Covariance covariance) {
        return FreezingListener.builder(FreezePlan.never())
                .sampler(settings.training().sampler())
                .covariance(covariance)
                .build();
    }

    /** Trains from the first mini-batch on; gives the milliseconds per iteration. */
    private double train(MultiLayerNetwork network, int iterations, LongConsumer progress) {
        Settings training = settings.training();
        MiniBatches batches =
                new MiniBatches(data.train(), new BatchOrder(training.examples(), training.batchSize(), batchOrder));
        long start = System.nanoTime();
        for (int i = 0; i < iterations; i++) {
            network.fit(batches.next());
            progress.accept(1);
        }
        return (System.nanoTime() - start) / 1e6 / iterations;
    }

    private void ask(FullCovariance covariance) {
        findings.samples = covariance.samples();
        findings.form = covariance.currentForm().name().toLowerCase(Locale.ROOT);
        findings.timed("variances and trace", () -> variances(covariance));
        findings.timed("all eigenvalues", () -> findings.spectrum = covariance.eigenvalues());
        findings.timed("rank and condition indices", () -> findings.conditionIndices = covariance.conditionIndices());
        findings.timed("leading eigenvectors", () -> findings.leading = leading(covariance));
        findings.timed("correlations", () -> findings.correlation = correlation(covariance));
    }

    private void variances(FullCovariance covariance) {
        INDArray diagonal = covariance.diagonal();
        findings.variances = settings.blocks().stream()
                .mapToDouble(block -> sum(diagonal, block))
                .toArray();
        findings.trace = covariance.trace();
    }

    private static double sum(INDArray values, ParameterRange block) {
        return values.get(NDArrayIndex.interval(block.from(), block.to()))
                .sumNumber()
                .doubleValue();
    }

    private List<LeadingVector> leading(FullCovariance covariance) {
        List<LeadingVector> leading = new ArrayList<>();
        try (Eigenpairs pairs = covariance.eigen(settings.vectors())) {
            double[] values = pairs.values();
            for (int k = 0; k < values.length; k++) {
                INDArray vector = pairs.vectors().getColumn(k).castTo(DataType.DOUBLE);
                INDArray squares = vector.mul(vector);
                List<Double> shares = settings.blocks().stream()
                        .map(block -> sum(squares, block))
                        .collect(Collectors.toList());
                leading.add(new LeadingVector(values[k], shares));
            }
        }
        return leading;
    }

    private double[][] correlation(FullCovariance covariance) {
        ParameterRange shown = settings.shown();
        return covariance
                .correlation(LongStream.range(shown.from(), shown.to()).toArray())
                .toDoubleMatrix();
    }
}
