package outside;

import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A program that trained with Adam before; two lines of it are new. */
public final class Iris {

    private Iris() {}

    static MultiLayerNetwork trained() {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new FreezingAdam(1e-2)) // was new Adam(1e-2)
                .activation(Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(8).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(8)
                        .nOut(3)
                        .build())
                .build());
        net.init();
        net.addListeners(new FreezingListener(FreezePlan.atIteration(50).fraction(0.8))); // new
        for (int i = 0; i < 100; i++) {
            net.fit(batch(i));
        }
        return net;
    }

    static DataSet batch(int number) {
        Random random = new Random(number);
        INDArray features = Nd4j.create(DataType.FLOAT, 32, 4);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 32, 3);
        for (int i = 0; i < 32; i++) {
            int kind = random.nextInt(3);
            labels.putScalar(i, kind, 1);
            for (int j = 0; j < 4; j++) {
                features.putScalar(i, j, random.nextGaussian() / 2 + (j == kind ? 2 : 0));
            }
        }
        return new DataSet(features, labels);
    }
}
