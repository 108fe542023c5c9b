package org.dl4jfreeze.internal.dl4j.equip;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Copies updater state between two updaters of one network whose blocks need not be the same.
 *
 * <p>A block holds all of one kind of state (M) of its parameters, then all of the next (V), and which parameters make a
 * block depends on the updaters: so the state is copied parameter array by parameter array and kind by kind. Where the new
 * updater has more kinds, these stay as they are; where it has fewer, the last ones are left out.
 */
final class UpdaterStateCopy {

    private UpdaterStateCopy() {}

    static void copy(List<UpdaterBlock> from, List<UpdaterBlock> to) {
        Map<Integer, UpdaterBlock> sources = new HashMap<>();
        for (UpdaterBlock block : from) {
            for (ParamState state : block.getLayersAndVariablesInBlock()) {
                sources.put(state.getParamOffsetStart(), block);
            }
        }
        for (UpdaterBlock block : to) {
            for (ParamState state : block.getLayersAndVariablesInBlock()) {
                UpdaterBlock source = sources.get(state.getParamOffsetStart());
                for (int kind = 0; kind < Math.min(kindsOf(source), kindsOf(block)); kind++) {
                    view(block, state, kind).assign(view(source, state, kind));
                }
            }
        }
    }

    private static int kindsOf(UpdaterBlock block) {
        int parameters = block.getParamOffsetEnd() - block.getParamOffsetStart();
        return parameters == 0 || block.getUpdaterView() == null
                ? 0
                : Math.toIntExact(block.getUpdaterView().length() / parameters);
    }

    private static INDArray view(UpdaterBlock block, ParamState state, int kind) {
        long parameters = block.getParamOffsetEnd() - block.getParamOffsetStart();
        long start = kind * parameters + state.getParamOffsetStart() - block.getParamOffsetStart();
        long length = state.getParamOffsetEnd() - state.getParamOffsetStart();
        INDArray flat = block.getUpdaterView().reshape(block.getUpdaterView().length());
        return flat.get(NDArrayIndex.interval(start, start + length));
    }
}
