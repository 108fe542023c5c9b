package org.dl4jfreeze.examples.covariance;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
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

/** Trains a network to t0 with a listener that keeps the full covariance, and runs all queries on it. Nothing is frozen. */
public final class CovarianceRun {

    /** Iterations before the real ones, so that the memory of training itself is allocated before the first reading. */
    private static final int REHEARSED = 20;

    private final CovarianceSettings settings;
    private final TrainTest data;
    private final long initialisation;
    private final long batchOrder;
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private final List<ProcessMemory> memory = new ArrayList<>();

    private CovarianceRun(CovarianceSettings settings, TrainTest data) {
        this.settings = settings;
        this.data = data;
        SplittableRandom random = new SplittableRandom(settings.training().seed());
        this.initialisation = random.nextLong();
        this.batchOrder = random.nextLong();
    }

    /** Trains for t0 iterations, reported to {@code progress}, and queries the covariance. */
    public static CovarianceFindings execute(CovarianceSettings settings, TrainTest data, Progress progress) {
        return new CovarianceRun(settings, data).execute(progress);
    }

    private CovarianceFindings execute(Progress progress) {
        if (settings.network().isSmall()) {
            SmallNetworkTuning.forProcess();
            SmallNetworkTuning.forThread();
        }
        int freezeAt = settings.training().freezeAt();
        // The real network exists before the first reading, and the rehearsed one until the last.
        MultiLayerNetwork network = network();
        MultiLayerNetwork rehearsed = network();
        rehearsed.setListeners(listener(Covariance.diagonal()));
        double plainMillis = train(rehearsed, Math.min(REHEARSED, freezeAt), iterations -> {});
        memory.add(ProcessMemory.now());
        try (FreezingListener listener = listener(Covariance.full().atMost(freezeAt))) {
            network.setListeners(listener);
            double sampledMillis =
                    timed("training with the full covariance", () -> train(network, freezeAt, progress::advance));
            memory.add(ProcessMemory.now());
            CovarianceFindings findings = query(
                    listener.covariance(), new CovarianceFindings.Cost(seconds, memory, plainMillis, sampledMillis));
            memory.add(ProcessMemory.now());
            progress.runFinished(1);
            return findings;
        } finally {
            Reference.reachabilityFence(rehearsed);
        }
    }

    private <T> T timed(String what, Supplier<T> action) {
        long start = System.nanoTime();
        T result = action.get();
        seconds.put(what, (System.nanoTime() - start) / 1e9);
        return result;
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

    /** Trains from the first mini-batch on and returns the milliseconds per iteration. */
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

    private CovarianceFindings query(FullCovariance covariance, CovarianceFindings.Cost cost) {
        double[] variances = timed("variances and trace", () -> variances(covariance));
        return new CovarianceFindings(
                settings,
                covariance.samples(),
                covariance.currentForm().name().toLowerCase(Locale.ROOT),
                timed("all eigenvalues", covariance::eigenvalues),
                timed("rank and condition indices", covariance::conditionIndices),
                covariance.trace(),
                variances,
                timed("leading eigenvectors", () -> leading(covariance)),
                timed("correlations", () -> correlation(covariance)),
                cost);
    }

    private double[] variances(FullCovariance covariance) {
        INDArray diagonal = covariance.diagonal();
        return settings.blocks().stream()
                .mapToDouble(block -> sum(diagonal, block))
                .toArray();
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
                        .toList();
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
