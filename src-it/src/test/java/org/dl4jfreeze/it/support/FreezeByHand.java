package org.dl4jfreeze.it.support;

import java.util.IdentityHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezeMask;

/**
 * Freezes every second parameter of every worker, in the most obvious way: once the first worker has done t0 iterations, every
 * event of every worker writes the mask and the values. Shows that DL4J can do what the tests demand, and, with parts
 * of it left out, that the tests see what goes wrong.
 */
public final class FreezeByHand extends Observer {

    /** Frozen values below 4 are made multiples of this: x / n and its sums are exact then for n up to 4, also in FLOAT. */
    private static final double GRID = 12 * Math.scalb(1.0, -22);

    private final int t0;
    private final boolean restores;
    private final Map<Model, Integer> iterations = new IdentityHashMap<>();
    private final Map<Model, Boolean> held = new IdentityHashMap<>();
    private FreezeMask mask;
    private double[] values;

    /** Either writes the frozen values back at every event, or leaves that out. */
    public FreezeByHand(int t0, boolean restores) {
        this.t0 = t0;
        this.restores = restores;
    }

    @Override
    synchronized void forwardPassDone(Model model) {
        if (mask == null && iterations.getOrDefault(model, 0) >= t0) {
            decide(model);
        }
        hold(model);
    }

    @Override
    public synchronized void iterationDone(Model model, int iteration, int epoch) {
        iterations.merge(model, 1, Integer::sum);
        hold(model);
    }

    private void decide(Model model) {
        values = model.params().toDoubleVector();
        FreezeMask.Builder builder = new FreezeMask.Builder(values.length);
        for (int i = 0; i < values.length; i += 2) {
            builder.freeze(i);
            values[i] = Math.rint(values[i] / GRID) * GRID;
        }
        mask = builder.build();
    }

    private void hold(Model model) {
        if (mask == null) {
            return;
        }
        // a new worker may bring the mask with it, in its updater state, but nothing that holds it against constraints
        boolean isNew = held.put(model, true) == null
                || !FreezableNetwork.of(model).mask().equals(mask);
        if (isNew || restores) {
            FrozenParameters.restore(mask, model.params(), values);
        }
        if (isNew) {
            FreezableNetwork.of(model).freeze(mask);
        }
    }
}
