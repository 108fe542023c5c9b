package org.dl4jfreeze.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.internal.update.FreezingAdamUpdater;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What a step of the updater, and an iteration of the paper's network, takes from the heap, by JMH's profiler. */
public class AllocationBench {

    private static final String BYTES = "gc.alloc.rate.norm";
    private static final int P = 100_000;

    /** The updater alone. */
    @State(Scope.Thread)
    public static class Updaters {

        @Param({"stock Adam", "nothing frozen", "half frozen"})
        public String updater;

        GradientUpdater<?> step;
        INDArray gradient;
        int iteration;

        @Setup
        public void setUp() {
            boolean stock = updater.startsWith("stock");
            INDArray state = Nd4j.zeros(DataType.FLOAT, 1, (stock ? 2L : FreezingAdamUpdater.STATES) * P);
            step = (stock ? new Adam(1e-3) : new FreezingAdam(1e-3)).instantiate(state, true);
            if (updater.startsWith("half")) {
                ((FreezingAdamUpdater) step)
                        .setMask(ParameterOrder.ascending(new double[P]).lowest(P / 2));
            }
            gradient = Nd4j.ones(DataType.FLOAT, P);
        }
    }

    /** Whole iterations. */
    @State(Scope.Thread)
    public static class Networks {

        @Param({"stock Adam", "firstExample()", "miniBatch()", "wholeBatch()", "half frozen"})
        public String training;

        MultiLayerNetwork network;
        MultiDataSet batch;

        @Setup
        public void setUp() {
            boolean stock = training.startsWith("stock");
            network = BenchNetworks.perceptron(stock ? new Adam(1e-3) : new FreezingAdam(1e-3));
            batch = BenchNetworks.batch(128, 784);
            if (!stock) {
                FreezePlan plan =
                        training.startsWith("half") ? FreezePlan.atIteration(3).fraction(0.5) : FreezePlan.never();
                network.addListeners(
                        FreezingListener.builder(plan).sampler(sampler()).build());
            }
        }

        private GradientSampler sampler() {
            switch (training) {
                case "miniBatch()":
                    return GradientSampler.miniBatch();
                case "wholeBatch()":
                    return GradientSampler.wholeBatch();
                default:
                    return GradientSampler.firstExample();
            }
        }
    }

    @Benchmark
    public INDArray step(Updaters state) {
        state.step.applyUpdater(state.gradient, state.iteration++, 0);
        return state.gradient;
    }

    @Benchmark
    public double iteration(Networks state) {
        state.network.fit(state.batch);
        return state.network.score();
    }

    @Test
    void bytesPerStepAndPerIteration() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(AllocationBench.class.getName() + "\\..*")
                        .addProfiler(GCProfiler.class)
                        .forks(0)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(2))
                        .measurementIterations(3)
                        .measurementTime(TimeValue.seconds(2))
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        assertThat(results).hasSize(8);
        System.out.printf("%nBytes taken from the heap (gc.alloc.rate.norm)%n");
        for (RunResult result : results) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-10s %-16s %12.1f%n",
                    result.getPrimaryResult().getLabel(),
                    result.getParams()
                            .getParam(result.getParams()
                                    .getParamsKeys()
                                    .iterator()
                                    .next()),
                    result.getSecondaryResults().get(BYTES).getScore());
        }
    }
}
