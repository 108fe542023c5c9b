package org.dl4jfreeze.internal.dl4j;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.dl4jfreeze.ParameterGroup;
import org.dl4jfreeze.internal.update.FreezingAdamUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Places the parameter arrays of one layer in the flat parameter vector, where the layer reads them.
 *
 * <p>DL4J's updater places them one after the other, in the order of the layer's parameter table. In a depthwise and a separable
 * convolution the bias is first in the vector and last in the table: there the updater's names are wrong, and its ranges too.
 */
final class LayerArrays {

    private final List<Array> arrays = new ArrayList<>();

    private static final class Array {

        private final ParamState state;
        private final boolean updatedByFreezingAdam;
        private final INDArray values;
        private final int length;
        private int offset;

        Array(ParamState state, UpdaterBlock block) {
            this.state = state;
            this.updatedByFreezingAdam = block.getGradientUpdater() instanceof FreezingAdamUpdater;
            this.values = state.getLayer().paramTable(false).get(state.getParamName());
            this.length = state.getParamOffsetEnd() - state.getParamOffsetStart();
            this.offset = state.getParamOffsetStart();
        }

        /** Returns where the values are, relative to where the updater says; in a copy it has no meaning. */
        long distance() {
            return values == null || state.getParamView() == null
                    ? 0
                    : values.offset() - state.getParamView().offset();
        }

        boolean isUpdatedIn(int from, int to) {
            return from < state.getParamOffsetEnd() && state.getParamOffsetStart() < to;
        }
    }

    boolean isOf(ParamState state) {
        return arrays.get(0).state.getLayer() == state.getLayer();
    }

    void add(ParamState state, UpdaterBlock block) {
        arrays.add(new Array(state, block));
    }

    /** Returns the groups in the order of the flat parameter vector. */
    List<ParameterGroup> groups() {
        int begin = arrays.get(0).offset;
        arrays.forEach(array -> array.offset += (int) array.distance());
        arrays.sort(Comparator.comparingInt(array -> array.offset));
        boolean areViews = followEachOther(begin);
        if (!areViews) {
            arrays.forEach(array -> array.offset = array.state.getParamOffsetStart());
            arrays.sort(Comparator.comparingInt(array -> array.offset));
        }
        return arrays.stream().map(array -> group(array, areViews)).collect(Collectors.toList());
    }

    private boolean followEachOther(int begin) {
        int next = begin;
        for (Array array : arrays) {
            if (array.offset != next) {
                return false;
            }
            next += array.length;
        }
        return true;
    }

    private ParameterGroup group(Array array, boolean isView) {
        return new ParameterArray(
                array.state.getLayer().getConfig().getLayerName(),
                array.state.getParamName(),
                array.offset,
                array.length,
                isFreezable(array),
                isView ? ArrayLayout.of(array.values, array.length) : ArrayLayout.ofVector(array.length));
    }

    private boolean isFreezable(Array array) {
        return arrays.stream()
                        .filter(each -> each.isUpdatedIn(array.offset, array.offset + array.length))
                        .allMatch(each -> each.updatedByFreezingAdam)
                && !TrainableLayers.isFixedByDl4j(array.state)
                && !TrainableLayers.isWrittenByLayer(array.state)
                && !TrainableLayers.isPretrainedOnly(array.state);
    }
}
