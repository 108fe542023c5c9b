package org.dl4jfreeze.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.zoo.model.LeNet;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.it.support.FrozenParameters;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** LeNet from DL4J's model zoo: 20 iterations, half of it frozen, 20 more. */
class LeNetIT {

    private static final int T0 = 20;
    private static final int BATCH = 16;

    @Test
    void leNetTrainsFreezesHalfAndTrainsOn() {
        MultiLayerNetwork network = (MultiLayerNetwork) model();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(T0).fraction(0.5));
        network.addListeners(listener);
        DataSet probe = digits(1000);
        double atStart = network.score(probe);
        for (int t = 0; t < T0; t++) {
            network.fit(digits(t));
        }
        double atT0Score = network.score(probe);
        FreezeMask mask = listener.mask();
        int p = (int) network.numParams();
        assertThat(listener.order().size()).isEqualTo(p);
        assertThat(mask.frozenCount()).isEqualTo(Math.round(0.5f * p));
        assertThat(listener.samplesTaken()).isEqualTo(T0);

        INDArray atT0 = network.params().dup();
        for (int t = T0; t < 2 * T0; t++) {
            network.fit(digits(t));
            assertFrozenEqualAndActiveMoved(network, mask, atT0);
        }
        double atEnd = network.score(probe);
        assertThat(atT0Score).isLessThan(atStart);
        assertThat(atEnd).isLessThan(atT0Score);
    }

    private static Model model() {
        return LeNet.builder()
                .numClasses(10)
                .inputShape(new int[] {1, 28, 28})
                .updater(new FreezingAdam(1e-3))
                .build()
                .init();
    }

    private static void assertFrozenEqualAndActiveMoved(MultiLayerNetwork network, FreezeMask mask, INDArray atT0) {
        double[] before = atT0.toDoubleVector();
        double[] now = network.params().toDoubleVector();
        FrozenParameters.assertStayed(mask, before, now);
        // frozen ones have not moved
        long moved =
                IntStream.range(0, now.length).filter(i -> now[i] != before[i]).count();
        assertThat((double) moved / (now.length - mask.frozenCount())).isGreaterThan(0.9);
    }

    /** A stroke at a place that depends on the class, in noise: learnable within a few iterations, no data set needed. */
    private static DataSet digits(long seed) {
        Random random = new Random(seed);
        INDArray images = Nd4j.create(BATCH, 1, 28, 28);
        INDArray labels = Nd4j.create(BATCH, 10);
        for (int i = 0; i < BATCH; i++) {
            int digit = random.nextInt(10);
            labels.putScalar(i, digit, 1);
            for (int y = 0; y < 28; y++) {
                for (int x = 0; x < 28; x++) {
                    double stroke = x / 3 == digit ? 0.8 : 0;
                    images.putScalar(new int[] {i, 0, y, x}, stroke + 0.2 * random.nextDouble());
                }
            }
        }
        return new DataSet(images, labels);
    }
}
