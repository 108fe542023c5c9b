package org.dl4jfreeze.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezableNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program for Spark that docs/distributed.md shows, in {@code local[2]}. */
class OnAClusterIT {

    private static final String[][] SETTINGS = {
        {"spark.master", "local[2]"},
        {"spark.ui.enabled", "false"},
        {"spark.driver.host", "localhost"},
        {"spark.driver.bindAddress", "127.0.0.1"}
    };

    @TempDir
    File folder;

    /** What spark-submit does. */
    @BeforeEach
    void submit() {
        for (String[] setting : SETTINGS) {
            System.setProperty(setting[0], setting[1]);
        }
    }

    @AfterEach
    void clear() {
        for (String[] setting : SETTINGS) {
            System.clearProperty(setting[0]);
        }
    }

    @Test
    void theProgramFreezesAndSaves() throws IOException {
        File model = new File(folder, "model.zip");
        OnACluster.main(new String[] {model.getPath()});
        MultiLayerNetwork network = MultiLayerNetwork.load(model, true);
        assertThat(network.getIterationCount()).isGreaterThan(100);
        assertThat(FreezableNetwork.of(network).mask().frozenCount())
                .isEqualTo((int) Math.round(0.8 * network.numParams()));
    }
}
