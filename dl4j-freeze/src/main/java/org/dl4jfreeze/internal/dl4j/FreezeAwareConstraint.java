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
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A layer's constraints, without effect on its frozen parameters: DL4J's work on whole arrays (a max-norm constraint rescales
 * columns, if only by its epsilon), and it applies them behind the updater.
 *
 * <p>Stands in the layer's configuration in place of the constraints that it holds, and is saved, restored and cloned with
 * them. It knows no values and no mask: what is frozen it learns in every iteration from the updater that has just stepped
 * ({@link RecentSteps}), so one instance may stand in several networks, and a restored network needs nothing else.
 */
public final class FreezeAwareConstraint implements LayerConstraint {

    private static final long serialVersionUID = 2L;

    /** DL4J's JSON looks for getters alone; without the annotation a saved network would come back without constraints. */
    @JsonProperty
    private List<LayerConstraint> constraints;

    /** Holds no constraints; for DL4J's JSON. */
    public FreezeAwareConstraint() {
        this(List.of());
    }

    private FreezeAwareConstraint(List<LayerConstraint> constraints) {
        this.constraints = new ArrayList<>(constraints);
    }

    /** Puts a layer's constraints, if it has any, behind one of these; once. */
    static void install(org.deeplearning4j.nn.conf.layers.Layer configuration) {
        List<LayerConstraint> present = configuration.getConstraints();
        if (present != null
                && !present.isEmpty()
                && !(present.size() == 1 && present.get(0) instanceof FreezeAwareConstraint)) {
            configuration.setConstraints(new ArrayList<>(List.of(new FreezeAwareConstraint(present))));
        }
    }

    /**
     * The constraints that act on the active parameters.
     *
     * @return the user's constraints
     */
    public List<LayerConstraint> constraints() {
        return Collections.unmodifiableList(constraints);
    }

    @Override
    public void applyConstraint(Layer layer, int iteration, int epoch) {
        INDArray gradient = layer.getGradientsViewArray();
        List<FrozenRange> frozen = gradient == null ? List.of() : RecentSteps.frozenIn(gradient);
        INDArray before = frozen.isEmpty() ? null : flat(layer).dup();
        for (LayerConstraint constraint : constraints) {
            constraint.applyConstraint(layer, iteration, epoch);
        }
        for (FrozenRange range : frozen) {
            range.frozen().set(part(flat(layer), range), part(before, range));
        }
    }

    private static INDArray flat(Layer layer) {
        INDArray params = layer.params();
        return params.reshape(params.length());
    }

    private static INDArray part(INDArray vector, FrozenRange range) {
        long length = range.frozen().mask().length();
        return vector.get(NDArrayIndex.interval(range.offset(), range.offset() + length));
    }

    /** Has no effect: each constraint keeps its own. */
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
