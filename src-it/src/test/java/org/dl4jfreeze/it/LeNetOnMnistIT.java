package org.dl4jfreeze.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.it.support.RealMnist;
import org.dl4jfreeze.it.support.RealTraining;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

/** Two epochs of LeNet on real images: 80 % frozen after the first, by variance and at random, against never freezing. */
class LeNetOnMnistIT {

    private static final int IMAGES = RealTraining.FULL ? 12_800 : 1_280;
    private static final int TEST_IMAGES = RealTraining.FULL ? 10_000 : 1_000;
    private static final int EPOCH = IMAGES / RealTraining.BATCH;
    private static final int TEST_BATCH = 500;

    private final RealMnist mnist = RealMnist.of(IMAGES);
    private final List<DataSet> test = mnist.testBatches(TEST_IMAGES, TEST_BATCH);

    private double accuracyAfter(FreezePlan plan) {
        MultiLayerNetwork network = RealTraining.leNet(10);
        FreezingListener listener = new FreezingListener(plan);
        network.addListeners(listener);
        RealTraining.train(network, mnist.trainingBatches(RealTraining.BATCH, 1));
        float[] before = network.params().toFloatVector();
        RealTraining.train(network, mnist.trainingBatches(RealTraining.BATCH, 2));
        int changed = RealTraining.changed(before, network.params().toFloatVector());
        int active = before.length - listener.mask().frozenCount();
        assertThat(changed).as("parameters that changed").isBetween(active / 2, active);
        double accuracy = RealTraining.accuracy(network, test);
        network.close();
        return accuracy;
    }

    @Test
    void freezingFourFifthsAfterTheFirstEpochCostsLittle() {
        Map<String, FreezePlan> plans = new LinkedHashMap<>();
        plans.put("never", FreezePlan.never());
        plans.put("80 % by variance", FreezePlan.atIteration(EPOCH).fraction(0.8));
        plans.put("80 % at random", FreezePlan.atIteration(EPOCH).fraction(0.8).by(OrderCriterion.random(1)));
        System.out.printf(
                Locale.ROOT, "%nLeNet, 2 epochs of %d images, accuracy on %d test images%n", IMAGES, TEST_IMAGES);
        Map<String, Double> accuracies = new LinkedHashMap<>();
        plans.forEach((name, plan) -> {
            accuracies.put(name, accuracyAfter(plan));
            System.out.printf(Locale.ROOT, "| %s | %.2f %% |%n", name, 100 * accuracies.get(name));
        });
        assertThat(accuracies.get("80 % by variance"))
                .isGreaterThan(accuracies.get("never") - (RealTraining.FULL ? 0.01 : 0.1));
        assertThat(accuracies.get("never")).as("learned").isGreaterThan(RealTraining.FULL ? 0.95 : 0.7);
    }
}
