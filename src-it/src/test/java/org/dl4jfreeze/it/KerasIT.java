package org.dl4jfreeze.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.Random;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingCheckpoint;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.it.support.FrozenParameters;
import org.dl4jfreeze.it.support.KerasFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

/** A model that Keras has saved, imported by DL4J: equipped, trained, frozen, saved. */
class KerasIT {

    private static final String LAYER = "{\"class_name\":\"%s\",\"config\":{\"name\":\"%s\",\"trainable\":true,%s}}";
    private static final String DENSE =
            "\"batch_input_shape\":[null,%d],\"dtype\":\"float32\",\"units\":%d,\"activation\":\"%s\","
                    + "\"use_bias\":true,\"kernel_initializer\":{\"class_name\":\"GlorotUniform\",\"config\":{\"seed\":null}},"
                    + "\"bias_initializer\":{\"class_name\":\"Zeros\",\"config\":{}},\"kernel_regularizer\":null,"
                    + "\"bias_regularizer\":null,\"activity_regularizer\":null,\"kernel_constraint\":null,\"bias_constraint\":null";
    private static final String TRAINING = "{\"loss\":\"categorical_crossentropy\",\"metrics\":[\"accuracy\"],"
            + "\"weighted_metrics\":null,\"loss_weights\":null,\"sample_weight_mode\":null,\"optimizer_config\":"
            + "{\"class_name\":\"Adam\",\"config\":{\"name\":\"Adam\",\"learning_rate\":0.02,\"lr\":0.02,\"decay\":0.0,"
            + "\"beta_1\":0.9,\"beta_2\":0.99,\"epsilon\":1e-07,\"amsgrad\":false}}}";

    @TempDir
    File folder;

    private final float[] kernel = numbers(8 * 12, 1);
    private final float[] outputKernel = numbers(12 * 3, 2);

    private static float[] numbers(int count, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian() / 3;
        }
        return numbers;
    }

    private MultiLayerNetwork imported() throws Exception {
        File file = new File(folder, "model.h5");
        String model = "{\"class_name\":\"Sequential\",\"config\":{\"name\":\"sequential\",\"layers\":["
                + String.format(LAYER, "Dense", "hidden", String.format(DENSE, 8, 12, "relu")) + ","
                + String.format(LAYER, "Dense", "out", String.format(DENSE, 12, 3, "softmax")) + "]}}";
        try (KerasFile keras = new KerasFile(file, model, TRAINING)) {
            keras.addLayer("hidden", new long[] {8, 12}, kernel, numbers(12, 3));
            keras.addLayer("out", new long[] {12, 3}, outputKernel, numbers(3, 4));
        }
        return KerasModelImport.importKerasSequentialModelAndWeights(file.getPath(), true);
    }

    private static DataSet batch(int t) {
        Random random = new Random(t);
        INDArray features = Nd4j.create(DataType.FLOAT, 16, 8);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 16, 3);
        for (int i = 0; i < 16; i++) {
            int label = random.nextInt(3);
            labels.putScalar(i, label, 1);
            for (int j = 0; j < 8; j++) {
                features.putScalar(i, j, random.nextGaussian() + label);
            }
        }
        return new DataSet(features, labels);
    }

    private static void train(MultiLayerNetwork network, int from, int to) {
        for (int t = from; t < to; t++) {
            network.fit(batch(t));
        }
    }

    @Test
    void anImportedModelIsEquippedTrainedFrozenAndSaved() throws Exception {
        MultiLayerNetwork network = imported();
        assertThat(network.getLayer(0).getParam("W").dup('c').reshape(8 * 12).toFloatVector())
                .as("the kernel in the file")
                .containsExactly(kernel);
        assertThat(((org.deeplearning4j.nn.conf.layers.BaseLayer)
                                network.getLayer(0).conf().getLayer())
                        .getIUpdater())
                .isEqualTo(new Adam(0.02, 0.9, 0.99, 1e-7));
        MultiLayerNetwork stock = network.clone();

        FreezingAdam.equip(network);
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(5).fraction(0.7));
        network.addListeners(listener);
        train(network, 0, 5);
        train(stock, 0, 5);
        assertThat(network.params().toFloatVector())
                .as("until t0")
                .containsExactly(stock.params().toFloatVector());
        FreezeMask mask = listener.mask();
        assertThat(mask.frozenCount()).isEqualTo((int) Math.round(0.7 * network.numParams()));

        float[] atT0 = network.params().toFloatVector();
        double[] frozenValues = network.params().toDoubleVector();
        File file = new File(folder, "checkpoint.zip");
        FreezingCheckpoint.save(network, listener, file);
        train(network, 5, 9);
        float[] after = network.params().toFloatVector();
        FrozenParameters.assertStayed(mask, frozenValues, network.params().toDoubleVector());
        assertThat(after).isNotEqualTo(atT0);

        MultiLayerNetwork restored = FreezingCheckpoint.load(file).multiLayerNetwork();
        train(restored, 5, 9);
        assertThat(restored.params().toFloatVector()).as("resumed").containsExactly(after);
        INDArray outputs = restored.output(batch(1).getFeatures());
        assertThat(outputs.get(NDArrayIndex.point(0)).sumNumber().doubleValue()).isBetween(0.999, 1.001);
    }
}
