package org.dl4jfreeze.examples.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.examples.backend.SmallNetworkTuning;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class TrainingTest {

    @BeforeAll
    static void tune() {
        SmallNetworkTuning.beforeLoading();
    }

    @ParameterizedTest
    @CsvSource({
        "boston, 13, 1, 0", "boston, 13, 1, 0.5",
        "mnist, 784, 10, 0", "mnist, 784, 10, 0.8",
        "synthetic2, 200, 1, 0.5", "synthetic3, 200, 1, 0"
    })
    void aStepIsBitIdenticalToFit(String name, int features, int labels, double fraction) {
        Experiment experiment = Experiments.all().stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow();
        MultiLayerNetwork start = experiment.network(0.01, 3);
        double[] parameters = start.params().toDoubleVector();
        FreezeMask mask = ParameterOrder.ascending(parameters).lowest((int) (fraction * parameters.length));
        MultiLayerNetwork stepped = Training.branch(start, mask);
        MultiLayerNetwork fitted = Training.branch(start, mask);

        Nd4j.getRandom().setSeed(5);
        for (int i = 0; i < 10; i++) {
            DataSet batch = batch(features, labels);
            Training.step(stepped, batch);
            fitted.fit(batch.getFeatures(), batch.getLabels());
        }

        assertThat(stepped.params().toFloatVector())
                .isEqualTo(fitted.params().toFloatVector())
                .isNotEqualTo(start.params().toFloatVector());
        assertThat(stepped.updaterState().toFloatVector())
                .isEqualTo(fitted.updaterState().toFloatVector());
        assertThat(stepped.getIterationCount())
                .isEqualTo(fitted.getIterationCount())
                .isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"boston, 13, 1", "mnist, 784, 10", "synthetic2, 200, 1", "synthetic3, 200, 1"})
    void aListenerSeesInAStepWhatItSeesInFit(String name, int features, int labels) {
        Experiment experiment = Experiments.all().stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow();
        OrderCriterion[] all = Arrays.stream(OrderCriterion.names())
                .map(criterion -> OrderCriterion.named(criterion, 3))
                .toArray(OrderCriterion[]::new);
        MultiLayerNetwork stepped = experiment.network(0.01, 3);
        MultiLayerNetwork fitted = experiment.network(0.01, 3);
        FreezingListener inStep =
                FreezingListener.builder(FreezePlan.never()).collect(all).build();
        FreezingListener inFit =
                FreezingListener.builder(FreezePlan.never()).collect(all).build();
        stepped.setListeners(inStep);
        fitted.setListeners(inFit);

        Nd4j.getRandom().setSeed(5);
        for (int i = 0; i < 10; i++) {
            DataSet batch = batch(features, labels);
            Training.step(stepped, batch);
            fitted.fit(batch.getFeatures(), batch.getLabels());
        }

        assertThat(stepped.params().toFloatVector()).isEqualTo(fitted.params().toFloatVector());
        assertThat(inStep.variance().toFloatVector()).isEqualTo(inFit.variance().toFloatVector());
        assertThat(inStep.variance().sumNumber().doubleValue()).isPositive();
        assertThat(inStep.samplesTaken()).isEqualTo(inFit.samplesTaken()).isEqualTo(10);
        for (OrderCriterion criterion : all) {
            assertThat(inStep.orderBy(criterion)).isEqualTo(inFit.orderBy(criterion));
        }
    }

    @ParameterizedTest
    @CsvSource({"mnist, 784, 10", "synthetic3, 200, 1"})
    void aReorderedPlanDoesInStepsWhatItDoesInFit(String name, int features, int labels) {
        Experiment experiment = Experiments.all().stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow();
        FreezePlan plan = FreezePlan.atIteration(2).fraction(0.8).reorderedEvery(3);
        MultiLayerNetwork stepped = experiment.network(0.01, 3);
        MultiLayerNetwork fitted = experiment.network(0.01, 3);
        FreezingListener inStep = new FreezingListener(plan);
        stepped.setListeners(inStep);
        fitted.setListeners(new FreezingListener(plan));

        Nd4j.getRandom().setSeed(5);
        FreezeMask first = null;
        for (int i = 1; i <= 10; i++) {
            DataSet batch = batch(features, labels);
            Training.step(stepped, batch);
            fitted.fit(batch.getFeatures(), batch.getLabels());
            first = i == 3 ? inStep.mask() : first;
        }

        assertThat(inStep.mask()).isNotEqualTo(first);
        assertThat(stepped.params().toFloatVector()).isEqualTo(fitted.params().toFloatVector());
        assertThat(stepped.updaterState().toFloatVector())
                .isEqualTo(fitted.updaterState().toFloatVector());
    }

    private static DataSet batch(int features, int labels) {
        INDArray target = Nd4j.zeros(16, labels);
        for (int i = 0; i < 16; i++) {
            target.putScalar(i, i % labels, labels == 1 ? i % 2 : 1);
        }
        return new DataSet(Nd4j.rand(16, features), target);
    }
}
