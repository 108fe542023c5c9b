package org.dl4jfreeze.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.it.support.RealMnist;
import org.dl4jfreeze.it.support.RealTraining;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;

/**
 * LeNet, trained on the digits 0 to 4 and saved, adapted to 5 to 9: with all parameters, with the tenth of them whose gradient on the
 * new digits varies most, and with DL4J's own feature extractor, whose layers but the last are fixed.
 */
class TransferToOtherDigitsIT {

    private static final int IMAGES = RealTraining.FULL ? 25_600 : 2_560;
    private static final int TEST_IMAGES = RealTraining.FULL ? 10_000 : 1_000;
    private static final int CLASSES = 5;
    private static final int SAMPLES = RealTraining.FULL ? 50 : 10;
    private static final int TEST_BATCH = 100;

    @TempDir
    File folder;

    private final RealMnist mnist = RealMnist.of(IMAGES);
    private final RealMnist newDigits = mnist.digits(CLASSES, CLASSES);
    private final List<DataSet> test = newDigits.testBatches(TEST_IMAGES, TEST_BATCH);
    private final List<DataSet> training = newDigits.trainingBatches(RealTraining.BATCH, 2);

    private MultiLayerNetwork pretrained() throws IOException {
        File file = new File(folder, "digits0to4.zip");
        if (!file.exists()) {
            MultiLayerNetwork network = RealTraining.leNet(CLASSES);
            RealTraining.train(network, mnist.digits(0, CLASSES).trainingBatches(RealTraining.BATCH, 1));
            network.save(file, false);
            network.close();
        }
        return MultiLayerNetwork.load(file, false);
    }

    private double[] adapted(String name, MultiLayerNetwork network) {
        float[] before = network.params().toFloatVector();
        RealTraining.train(network, training);
        int changed = RealTraining.changed(before, network.params().toFloatVector());
        double accuracy = RealTraining.accuracy(network, test);
        System.out.printf(Locale.ROOT, "| %s | %.2f %% | %d of %d |%n", name, 100 * accuracy, changed, before.length);
        return new double[] {accuracy, changed};
    }

    /** The order by gradient variance on the new digits, at the weights that the old ones have left: a copy takes the steps. */
    private ParameterOrder orderOnNewDigits(MultiLayerNetwork network) {
        MultiLayerNetwork probe = network.clone();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(SAMPLES).fraction(0.9));
        probe.setListeners(listener);
        RealTraining.train(probe, training.subList(0, SAMPLES));
        ParameterOrder order = listener.order();
        probe.close();
        return order;
    }

    @Test
    void aTenthOfTheParametersIsEnoughToAdapt() throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%nLeNet from digits 0-4 to 5-9: %d of %d images to adapt with, accuracy on %d test images, parameters changed%n",
                training.size() * RealTraining.BATCH,
                IMAGES,
                test.size() * TEST_BATCH);
        MultiLayerNetwork start = pretrained();
        double untouched = RealTraining.accuracy(start, test);
        System.out.printf(Locale.ROOT, "| as pretrained | %.2f %% | 0 |%n", 100 * untouched);
        double[] all = adapted("all parameters", pretrained());

        MultiLayerNetwork tenth = pretrained();
        ParameterOrder order = orderOnNewDigits(tenth);
        int k = (int) Math.round(0.9 * order.size());
        FreezableNetwork.of(tenth).freeze(order.lowest(k));
        double[] masked = adapted("10 % of highest variance", tenth);

        MultiLayerNetwork extractor = new TransferLearning.Builder(start)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new FreezingAdam(1e-3))
                        .build())
                .setFeatureExtractor(start.getnLayers() - 2)
                .build();
        double[] lastLayer = adapted("DL4J's feature extractor", extractor);

        assertThat(masked[1]).isLessThanOrEqualTo(order.size() - k).isPositive();
        assertThat(lastLayer[1]).isLessThan(masked[1]);
        assertThat(masked[0]).isGreaterThan(untouched + 0.1).isGreaterThan(lastLayer[0]);
        if (RealTraining.FULL) {
            assertThat(masked[0]).isGreaterThan(all[0] - 0.05);
        }
    }
}
