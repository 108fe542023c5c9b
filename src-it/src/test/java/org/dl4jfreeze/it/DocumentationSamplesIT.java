package org.dl4jfreeze.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Runs the samples of the documentation that need more than the library's own dependencies. */
class DocumentationSamplesIT {

    @Test
    void parallelWrapper() {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new FreezingAdam(1e-2))
                .list()
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .nIn(5)
                        .nOut(2)
                        .build())
                .build());
        net.init();
        FreezingListener listener =
                new FreezingListener(FreezePlan.atIteration(4).fraction(0.5));
        net.addListeners(listener);
        DataSetIterator trainingData = batches(20);
        ParallelWrapper wrapper = new ParallelWrapper.Builder<>(net)
                .workers(2)
                .averagingFrequency(1)
                .build();
        wrapper.fit(trainingData);
        assertThat(listener.mask().frozenCount()).isEqualTo(6);
    }

    private static DataSetIterator batches(int count) {
        List<DataSet> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batches.add(new DataSet(Nd4j.rand(DataType.FLOAT, 8, 5), Nd4j.rand(DataType.FLOAT, 8, 2)));
        }
        return new ListDataSetIterator<>(batches, 1);
    }
}
