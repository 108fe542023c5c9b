package org.dl4jfreeze.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.dl4jfreeze.order.FreezeMask;
import org.dl4jfreeze.update.FrozenEntries;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Writes the frozen parameters' bits back at the end of each iteration, in layers where something moves a parameter after
 * its masked update: weight decay, which DL4J applies behind the updater, and constraints (a max-norm constraint rescales
 * whole columns, if only by its epsilon).
 *
 * <p>A constraint itself, last in the layer's list, since DL4J offers no later moment. It is put there by freezing and taken
 * away by thawing; the values are not part of the configuration's JSON.
 */
public final class KeepFrozen implements LayerConstraint {

    private static final long serialVersionUID = 1L;

    private transient List<Kept> kept = new ArrayList<>();

    /** Keeps nothing yet; for DL4J's JSON. */
    public KeepFrozen() {}

    /** The frozen values of one parameter array. */
    private static final class Kept {

        private final Object owner;
        private final INDArray parameters;
        private final FrozenEntries frozen;
        private final INDArray values;

        Kept(Object owner, INDArray parameters, FreezeMask mask) {
            this.owner = owner;
            this.parameters = parameters;
            this.frozen = new FrozenEntries(mask);
            this.values = parameters.dup();
        }
    }

    /** Keeps what a mask freezes at its present value, and forgets what an earlier mask of the same network froze. */
    static void install(NetworkAdapter network, List<UpdaterBlock> blocks, FreezeMask mask) {
        for (Layer layer : network.layers()) {
            release(layer, network.model());
        }
        for (UpdaterBlock block : blocks) {
            for (UpdaterBlock.ParamState state : block.getLayersAndVariablesInBlock()) {
                FreezeMask part = mask.slice(state.getParamOffsetStart(), state.getParamOffsetEnd());
                if (part.isAnyFrozen()) {
                    keep(network.model(), state, part);
                }
            }
        }
    }

    private static void keep(Object owner, UpdaterBlock.ParamState state, FreezeMask mask) {
        for (org.deeplearning4j.nn.conf.layers.Layer configuration : configurationsOf(state.getLayer())) {
            List<LayerConstraint> constraints = configuration.getConstraints();
            boolean constrained = constraints != null && !constraints.isEmpty();
            if (constrained || hasWeightDecay(state)) {
                INDArray parameters = state.getParamView();
                installed(configuration).kept.add(new Kept(owner, parameters.reshape(parameters.length()), mask));
            }
        }
    }

    private static List<org.deeplearning4j.nn.conf.layers.Layer> configurationsOf(Trainable layer) {
        return layer instanceof Layer
                ? LayerConfigurations.withWrapped(((Layer) layer).conf().getLayer())
                : Collections.emptyList();
    }

    private static boolean hasWeightDecay(UpdaterBlock.ParamState state) {
        List<Regularization> regularizations =
                state.getLayer().getConfig().getRegularizationByParam(state.getParamName());
        return regularizations != null
                && regularizations.stream().anyMatch(r -> r.applyStep() == Regularization.ApplyStep.POST_UPDATER);
    }

    private static KeepFrozen installed(org.deeplearning4j.nn.conf.layers.Layer configuration) {
        List<LayerConstraint> constraints = configuration.getConstraints() == null
                ? new ArrayList<>()
                : new ArrayList<>(configuration.getConstraints());
        if (!constraints.isEmpty() && constraints.get(constraints.size() - 1) instanceof KeepFrozen) {
            return (KeepFrozen) constraints.get(constraints.size() - 1);
        }
        KeepFrozen keeper = new KeepFrozen();
        constraints.add(keeper);
        configuration.setConstraints(constraints);
        return keeper;
    }

    private static void release(Layer layer, Object owner) {
        for (org.deeplearning4j.nn.conf.layers.Layer configuration : configurationsOf(layer)) {
            if (configuration.getConstraints() == null) {
                continue;
            }
            List<LayerConstraint> constraints = new ArrayList<>(configuration.getConstraints());
            for (Iterator<LayerConstraint> each = constraints.iterator(); each.hasNext(); ) {
                LayerConstraint constraint = each.next();
                if (constraint instanceof KeepFrozen && ((KeepFrozen) constraint).forget(owner)) {
                    each.remove();
                }
            }
            configuration.setConstraints(constraints);
        }
    }

    /** Whether nothing is left to keep. */
    private boolean forget(Object owner) {
        kept.removeIf(each -> each.owner == owner);
        return kept.isEmpty();
    }

    @Override
    public void applyConstraint(Layer layer, int iteration, int epoch) {
        for (Kept each : kept) {
            each.frozen.set(each.parameters, each.values);
        }
    }

    private void readObject(java.io.ObjectInputStream in) throws java.io.IOException, ClassNotFoundException {
        in.defaultReadObject();
        kept = new ArrayList<>();
    }

    @Override
    public void setParams(Set<String> params) {
        Objects.requireNonNull(params);
        // keeps single parameters, whatever array they are in
    }

    @Override
    public Set<String> getParams() {
        return Collections.emptySet();
    }

    @Override
    public KeepFrozen clone() {
        return new KeepFrozen();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeepFrozen;
    }

    @Override
    public int hashCode() {
        return KeepFrozen.class.getName().hashCode();
    }
}
