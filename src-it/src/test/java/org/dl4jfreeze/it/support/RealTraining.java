package org.dl4jfreeze.it.support;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.zoo.model.LeNet;
import org.dl4jfreeze.FreezingAdam;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.dataset.DataSet;

/** The zoo's LeNet on real images; small in {@code mvn verify}, in full size under {@code -Pfull}. */
public final class RealTraining {

    public static final boolean FULL = Boolean.getBoolean("full");
    public static final int BATCH = 64;

    private RealTraining() {}

    public static MultiLayerNetwork leNet(int classes) {
        return (MultiLayerNetwork) LeNet.builder()
                .seed(42)
                .numClasses(classes)
                .inputShape(new int[] {1, 28, 28})
                .updater(new FreezingAdam(1e-3))
                .build()
                .init();
    }

    public static void train(MultiLayerNetwork network, List<DataSet> batches) {
        batches.forEach(network::fit);
    }

    /** The share of images that are classified rightly. */
    public static double accuracy(MultiLayerNetwork network, List<DataSet> batches) {
        Evaluation evaluation = new Evaluation();
        for (DataSet batch : batches) {
            evaluation.eval(batch.getLabels(), network.output(batch.getFeatures()));
        }
        return evaluation.accuracy();
    }

    /** How many numbers differ, by their bits. */
    public static int changed(float[] before, float[] after) {
        int changed = 0;
        for (int i = 0; i < before.length; i++) {
            changed += Float.floatToRawIntBits(before[i]) == Float.floatToRawIntBits(after[i]) ? 0 : 1;
        }
        return changed;
    }
}
