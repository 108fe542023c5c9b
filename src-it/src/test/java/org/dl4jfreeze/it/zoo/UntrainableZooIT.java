package org.dl4jfreeze.it.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.exception.DL4JException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.zoo.model.NASNet;
import org.deeplearning4j.zoo.model.SimpleCNN;
import org.dl4jfreeze.it.support.Networks;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * The models of DL4J's zoo that DL4J 1.0.0-M2.1 can't train itself, with stock Adam. A test that fails here tells that a release
 * can: then the model belongs into {@link ZooNetwork}.
 */
class UntrainableZooIT {

    /** It asks its graph for the sizes of activations before it has told it of its inputs. */
    @Test
    void nasNetFailsInItsOwnInit() {
        NASNet model = NASNet.builder()
                .numClasses(ZooData.CLASSES)
                .inputShape(new int[] {3, 224, 224})
                .updater(new Adam(1e-3))
                .build();
        assertThatThrownBy(model::init)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no inputs have been set");
    }

    /** Its last layer is an activation, which has no loss; predicting works. */
    @Test
    void simpleCnnHasNoLossToTrainOn() {
        MultiLayerNetwork network = (MultiLayerNetwork) SimpleCNN.builder()
                .numClasses(ZooData.CLASSES)
                .inputShape(new int[] {3, 48, 48})
                .updater(new Adam(1e-3))
                .build()
                .init();
        MultiDataSet batch = ZooData.batch(ZooNetwork.Task.CLASSES, 2, new int[] {3, 48, 48}, 0);
        INDArray output = network.output(batch.getFeatures(0));
        assertThat(output.shape()).containsExactly(2, ZooData.CLASSES);
        assertThatThrownBy(() -> Networks.fit(network, batch))
                .isInstanceOf(DL4JException.class)
                .hasMessageContaining("final layer is not an IOutputLayer");
        assertThat(Nd4j.getMemoryManager().getCurrentWorkspace()).isNull();
        Networks.close(network);
    }
}
