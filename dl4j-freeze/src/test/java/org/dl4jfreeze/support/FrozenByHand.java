package org.dl4jfreeze.support;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dl4jfreeze.FreezeMask;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/**
 * The reference: a network with stock Adam in which the frozen parameters and their moments are put back, once before the
 * constraints look at the columns that they stand in, and once after.
 */
public final class FrozenByHand {

    private final Model network;
    private final FreezeMask mask;
    private final double[] params;
    private final double[] m;
    private final double[] v;
    private double[] beforeConstraints;
    private boolean movedFrozen;
    private boolean movedActive;

    public FrozenByHand(Model network, FreezeMask mask) {
        this.network = network;
        this.mask = mask;
        this.params = doubles(network.params());
        this.m = new double[params.length];
        this.v = new double[params.length];
        moments(false);
    }

    public Model network() {
        return network;
    }

    /** Whether behind the updater anything has changed frozen parameters: constraints, or weight decay before them. */
    public boolean constraintsMovedFrozen() {
        return movedFrozen;
    }

    public boolean constraintsMovedActive() {
        return movedActive;
    }

    public void fit(MultiDataSet data) {
        BaseTrainingListener putBack = new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                putBack();
                beforeConstraints = doubles(network.params());
            }
        };
        Training.setListeners(network, putBack);
        Training.fit(network, data);
        Training.setListeners(network);
        double[] after = doubles(network.params());
        for (int i = 0; i < after.length; i++) {
            boolean moved = after[i] != beforeConstraints[i];
            movedFrozen |= moved && mask.isFrozen(i);
            movedActive |= moved && !mask.isFrozen(i);
        }
        putBack();
        moments(true);
    }

    private void putBack() {
        FrozenParameters.restore(mask, network.params(), params);
    }

    /** Takes the moments, or puts those of the frozen parameters back. */
    private void moments(boolean back) {
        for (UpdaterBlock block : UpdaterStates.updater(network).getUpdaterBlocks()) {
            moments(block, "M", m, back);
            moments(block, "V", v, back);
        }
    }

    private void moments(UpdaterBlock block, String key, double[] kept, boolean back) {
        if (block.getGradientUpdater().getState().get(key) == null) {
            return;
        }
        INDArray array = (INDArray) block.getGradientUpdater().getState().get(key);
        INDArray flat = array.reshape(array.length());
        int offset = block.getParamOffsetStart();
        for (int i = 0; i < flat.length(); i++) {
            if (!back) {
                kept[offset + i] = flat.getDouble(i);
            } else if (mask.isFrozen(offset + i)) {
                flat.putScalar(i, kept[offset + i]);
            }
        }
    }

    private static double[] doubles(INDArray array) {
        double[] values = array.castTo(DataType.DOUBLE).toDoubleVector();
        return Arrays.copyOf(values, values.length);
    }
}
