package org.dl4jfreeze.internal.dl4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.dl4jfreeze.internal.update.RecentSteps;
import org.dl4jfreeze.internal.update.RecentSteps.FrozenRange;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Applies a layer's constraints and restores its frozen parameters afterwards. DL4J applies constraints to whole arrays, after the
 * updater: a max-norm constraint rescales columns, if only by its epsilon.
 *
 * <p>Takes the place of the layer's constraints in its configuration, and is saved, restored and cloned with them. It holds no
 * values and no mask: it learns in every iteration from the updater that has just stepped what is frozen ({@link RecentSteps}).
 * So several networks may share one instance, and a restored network needs nothing else.
 *
 * <p>In the iteration in which a plan freezes, constraints are applied ahead ({@link #applyAhead}), so that what is then frozen
 * satisfies them.
 */
public final class FreezeAwareConstraint implements LayerConstraint {

    private static final long serialVersionUID = 2L;

    /** Annotated, because DL4J's JSON reads only getters: without it a saved network would come back without constraints. */
    @JsonProperty
    private List<LayerConstraint> constraints;

    /** Creates one without constraints, for DL4J's JSON. */
    public FreezeAwareConstraint() {
        this(List.of());
    }

    private FreezeAwareConstraint(List<LayerConstraint> constraints) {
        this.constraints = new ArrayList<>(constraints);
    }

    /** Wraps a layer's constraints, if it has any; once. */
    static void install(org.deeplearning4j.nn.conf.layers.Layer configuration) {
        List<LayerConstraint> present = configuration.getConstraints();
        if (present != null && !present.isEmpty() && !isInstalled(present)) {
            configuration.setConstraints(new ArrayList<>(List.of(new FreezeAwareConstraint(present))));
        }
    }

    /** Replaces a wrapper by the constraints in it, in a new list, because other configurations may share the present one. */
    static void remove(org.deeplearning4j.nn.conf.layers.Layer configuration) {
        List<LayerConstraint> present = configuration.getConstraints();
        if (present != null && present.stream().anyMatch(FreezeAwareConstraint.class::isInstance)) {
            List<LayerConstraint> own = new ArrayList<>();
            for (LayerConstraint constraint : present) {
                if (constraint instanceof FreezeAwareConstraint) {
                    own.addAll(((FreezeAwareConstraint) constraint).constraints);
                } else {
                    own.add(constraint);
                }
            }
            configuration.setConstraints(own);
        }
    }

    private static boolean isInstalled(List<LayerConstraint> present) {
        return present.size() == 1 && present.get(0) instanceof FreezeAwareConstraint;
    }

    /**
     * Applies constraints before DL4J does it, which is after it has called the listeners of an iteration; until the next update
     * they then have no effect. Layers that no FreezingAdam has just updated are left to DL4J.
     */
    static void applyAhead(List<Layer> layers, int iteration, int epoch) {
        List<INDArray> done = new ArrayList<>();
        for (Layer layer : layers) {
            INDArray gradient = layer.getGradientsViewArray();
            if (isConstrained(layer) && gradient != null && RecentSteps.hasStepped(gradient)) {
                layer.applyConstraints(iteration, epoch);
                done.add(gradient);
            }
        }
        // after all of them: layers may have been updated by one step
        done.forEach(RecentSteps::markConstrained);
    }

    private static boolean isConstrained(Layer layer) {
        return LayerConfigurations.withWrapped(layer.conf().getLayer()).stream()
                .anyMatch(each -> each.getConstraints() != null && isInstalled(each.getConstraints()));
    }

    /** Returns the user's constraints, which act on the active parameters. */
    public List<LayerConstraint> constraints() {
        return Collections.unmodifiableList(constraints);
    }

    @Override
    public void applyConstraint(Layer layer, int iteration, int epoch) {
        INDArray gradient = layer.getGradientsViewArray();
        if (gradient != null && RecentSteps.isConstrained(gradient)) {
            return;
        }
        List<FrozenRange> frozen = gradient == null ? List.of() : RecentSteps.frozenIn(gradient);
        INDArray before = frozen.isEmpty() ? null : layer.params().dup();
        for (LayerConstraint constraint : constraints) {
            constraint.applyConstraint(layer, iteration, epoch);
        }
        for (FrozenRange range : frozen) {
            range.frozen().set(range.of(layer.params()), range.of(before));
        }
    }

    /** Has no effect: each wrapped constraint has its own parameters. */
    @Override
    public void setParams(Set<String> params) {
        // see above
    }

    @Override
    public Set<String> getParams() {
        return Collections.emptySet();
    }

    @Override
    public FreezeAwareConstraint clone() {
        List<LayerConstraint> copies = new ArrayList<>();
        constraints.forEach(constraint -> copies.add(constraint.clone()));
        return new FreezeAwareConstraint(copies);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FreezeAwareConstraint
                && ((FreezeAwareConstraint) other).constraints.equals(constraints);
    }

    @Override
    public int hashCode() {
        return constraints.hashCode();
    }

    @Override
    public String toString() {
        return "FreezeAwareConstraint" + constraints;
    }
}
