package org.dl4jfreeze.it.zoo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.dl4jfreeze.it.support.Networks;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** What a network of the zoo becomes under stock Adam, iteration by iteration; the network itself is gone. */
final class StockTraining implements AutoCloseable {

    private final List<INDArray> params = new ArrayList<>();
    private final List<Map<Integer, double[]>> otherStates = new ArrayList<>();

    /** Trains, and keeps what has become of it after {@code from} and each further iteration. */
    StockTraining(ZooNetwork zoo, double learningRate, int from, int to) {
        Model network = zoo.build(new Adam(learningRate));
        try {
            Nd4j.getRandom().setSeed(1);
            for (int t = 0; t < to; t++) {
                Networks.fit(network, zoo.batch(t));
                if (t + 1 >= from) {
                    params.add(network.params().dup());
                    otherStates.add(otherStates(network, Adam.class));
                }
            }
        } finally {
            Networks.close(network);
        }
    }

    /** The parameters a number of iterations after the first that is kept. */
    INDArray params(int iterations) {
        return params.get(iterations);
    }

    /** The state of all updaters but Adam, a number of iterations after the first that is kept. */
    Map<Integer, double[]> otherStates(int iterations) {
        return otherStates.get(iterations);
    }

    /** The state of the updaters that are not of a class, by offset of their blocks. */
    static Map<Integer, double[]> otherStates(Model network, Class<? extends IUpdater> than) {
        Map<Integer, double[]> states = new LinkedHashMap<>();
        for (UpdaterBlock block : Networks.updater(network).getUpdaterBlocks()) {
            boolean isOther = !than.isInstance(block.getGradientUpdater().getConfig());
            INDArray state = block.getUpdaterView();
            if (isOther && state != null) {
                states.put(block.getParamOffsetStart(), state.toDoubleVector());
            }
        }
        return states;
    }

    @Override
    public void close() {
        params.forEach(INDArray::close);
    }
}
