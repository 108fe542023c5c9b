package org.dl4jfreeze.support;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;

/** Reads a network's updater by parameter, whatever its blocks are. */
public final class UpdaterStates {

    private UpdaterStates() {}

    public static BaseMultiLayerUpdater<?> updater(Model model) {
        return model instanceof MultiLayerNetwork
                ? (BaseMultiLayerUpdater<?>) ((MultiLayerNetwork) model).getUpdater()
                : ((ComputationGraph) model).getUpdater();
    }

    /** The simple names of the updaters' classes. */
    public static Set<String> updaters(Model model) {
        Set<String> names = new TreeSet<>();
        for (UpdaterBlock block : updater(model).getUpdaterBlocks()) {
            names.add(block.getGradientUpdater().getConfig().getClass().getSimpleName());
        }
        return names;
    }

    /** One kind of state as bits, by parameter; -1 where an updater has no such state. */
    public static long[] of(Model model, String key) {
        long[] state = new long[Math.toIntExact(model.params().length())];
        Arrays.fill(state, -1);
        for (UpdaterBlock block : updater(model).getUpdaterBlocks()) {
            INDArray array = (INDArray) block.getGradientUpdater().getState().get(key);
            if (array != null) {
                long[] bits = Bits.of(array.reshape(array.length()));
                System.arraycopy(bits, 0, state, block.getParamOffsetStart(), bits.length);
            }
        }
        return state;
    }

    /** The updater's configuration of one parameter, as its layer has it. */
    public static IUpdater configuration(Model model, String layer, String parameter) {
        for (UpdaterBlock block : updater(model).getUpdaterBlocks()) {
            for (UpdaterBlock.ParamState state : block.getLayersAndVariablesInBlock()) {
                if (layer.equals(state.getLayer().getConfig().getLayerName())
                        && parameter.equals(state.getParamName())) {
                    return state.getLayer().getConfig().getUpdaterByParam(parameter);
                }
            }
        }
        throw new IllegalArgumentException("No parameter " + layer + "." + parameter);
    }
}
