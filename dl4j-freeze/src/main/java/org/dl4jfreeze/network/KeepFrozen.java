package org.dl4jfreeze.network;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.dl4jfreeze.order.FreezeMask;
import org.dl4jfreeze.update.FrozenEntries;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes frozen parameters' bits back at the end of each iteration, in networks where something moves a parameter after its
 * masked update: weight decay, which DL4J applies behind the updater, and constraints (a max-norm constraint rescales whole
 * columns, if only by its epsilon).
 *
 * <p>A constraint itself, since DL4J offers no later moment: the last one of the last layer that applies any. It is put there
 * by freezing and taken away by thawing, and holds the values as they were when it was put there. It is part of the
 * configuration's JSON, the values are not. Copying a layer configuration copies the reference to its constraints, so an
 * instance may stand in several networks; it is immutable and acts on the layer it was made for alone.
 */
public final class KeepFrozen implements LayerConstraint {

    private static final long serialVersionUID = 1L;

    private transient List<Kept> kept;

    /** Keeps nothing; for DL4J's JSON. */
    public KeepFrozen() {
        this(List.of());
    }

    private KeepFrozen(List<Kept> kept) {
        this.kept = kept;
    }

    /** The frozen values of one network; refers to it weakly, since copies of its configuration refer to this. */
    private static final class Kept {

        private final WeakReference<Layer> host;
        private final WeakReference<Model> model;
        private final FrozenEntries frozen;
        private final INDArray values;

        Kept(Layer host, Model model, FreezeMask mask) {
            this.host = new WeakReference<>(host);
            this.model = new WeakReference<>(model);
            this.frozen = new FrozenEntries(mask);
            this.values = model.params().dup();
        }

        void restore() {
            Model present = model.get();
            if (present != null) {
                frozen.set(present.params(), values);
            }
        }
    }

    /**
     * Keeps what a mask freezes at its present value, and forgets what an earlier mask of the same network froze.
     *
     * @param mask frozen parameters that something moves behind the updater; none: takes the constraint away
     */
    static void install(NetworkAdapter network, FreezeMask mask) {
        Layer host = hostOf(network);
        if (host == null) {
            return;
        }
        List<Kept> kept = new ArrayList<>();
        List<LayerConstraint> constraints = new ArrayList<>();
        org.deeplearning4j.nn.conf.layers.Layer configuration = host.conf().getLayer();
        List<LayerConstraint> present = configuration.getConstraints();
        for (LayerConstraint constraint : present == null ? List.<LayerConstraint>of() : present) {
            if (constraint instanceof KeepFrozen) {
                kept.addAll(((KeepFrozen) constraint).kept);
            } else {
                constraints.add(constraint);
            }
        }
        kept.removeIf(each -> each.host.get() == null || each.host.get() == host);
        if (mask.isAnyFrozen()) {
            kept.add(new Kept(host, network.model(), mask));
        }
        if (!kept.isEmpty()) {
            constraints.add(new KeepFrozen(Collections.unmodifiableList(kept)));
        }
        if (present != null || !constraints.isEmpty()) {
            configuration.setConstraints(constraints);
        }
    }

    /** The last layer that applies its constraints: wrappers do not, or pass them on to what they wrap. */
    private static Layer hostOf(NetworkAdapter network) {
        Layer host = null;
        for (Layer layer : network.layers()) {
            if (layer instanceof AbstractLayer && layer.numParams() > 0) {
                host = layer;
            }
        }
        return host;
    }

    @Override
    public void applyConstraint(Layer layer, int iteration, int epoch) {
        for (Kept each : kept) {
            if (each.host.get() == layer) {
                each.restore();
            }
        }
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        kept = List.of();
    }

    /** Has no effect: single parameters are kept, in whatever arrays they are. */
    @Override
    public void setParams(Set<String> params) {
        // see above
    }

    @Override
    public Set<String> getParams() {
        return Collections.emptySet();
    }

    @Override
    public KeepFrozen clone() {
        return new KeepFrozen(kept);
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
