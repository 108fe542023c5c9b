package org.dl4jfreeze.internal.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.dl4jfreeze.internal.update.RecentSteps;
import org.dl4jfreeze.internal.update.RecentSteps.FrozenRange;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Removes what weight decay has added to the updates of frozen parameters: DL4J applies weight decay after the updater. Comes after
 * it in a layer's list of regularizations, and is saved, restored and cloned with the list; it has no state, like {@link
 * FreezeAwareConstraint}.
 */
public final class FreezeAwareWeightDecay implements Regularization {

    private static final long serialVersionUID = 1L;

    /** Appends one to each of a layer's lists that holds weight decay or another regularization after the updater; once. */
    static void install(Layer configuration) {
        if (configuration instanceof BaseLayer) {
            BaseLayer layer = (BaseLayer) configuration;
            layer.setRegularization(guarded(layer.getRegularization()));
            layer.setRegularizationBias(guarded(layer.getRegularizationBias()));
        }
    }

    /** Does the same in the list of a layer that is not a {@code BaseLayer}. */
    static void install(List<Regularization> regularizations) {
        List<Regularization> guarded = guarded(regularizations);
        if (guarded != regularizations) {
            regularizations.add(guarded.get(guarded.size() - 1));
        }
    }

    /** Returns a new list where one is needed, because a ParallelWrapper may be copying the configuration in another thread. */
    private static List<Regularization> guarded(List<Regularization> regularizations) {
        if (regularizations == null
                || regularizations.stream().anyMatch(FreezeAwareWeightDecay.class::isInstance)
                || regularizations.stream().noneMatch(each -> each.applyStep() == ApplyStep.POST_UPDATER)) {
            return regularizations;
        }
        List<Regularization> guarded = new ArrayList<>(regularizations);
        guarded.add(new FreezeAwareWeightDecay());
        return guarded;
    }

    /** Returns a list without it: the same list where it is not in there. */
    static List<Regularization> without(List<Regularization> regularizations) {
        if (regularizations == null || regularizations.stream().noneMatch(FreezeAwareWeightDecay.class::isInstance)) {
            return regularizations;
        }
        List<Regularization> own = new ArrayList<>(regularizations);
        own.removeIf(FreezeAwareWeightDecay.class::isInstance);
        return own;
    }

    @Override
    public ApplyStep applyStep() {
        return ApplyStep.POST_UPDATER;
    }

    @Override
    public void apply(INDArray param, INDArray gradView, double lr, int iteration, int epoch) {
        for (FrozenRange range : RecentSteps.frozenIn(gradView)) {
            range.frozen().clear(range.of(gradView));
        }
    }

    /** Adds nothing to the loss. */
    @Override
    public double score(INDArray param, int iteration, int epoch) {
        return 0;
    }

    @Override
    public FreezeAwareWeightDecay clone() {
        return new FreezeAwareWeightDecay();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FreezeAwareWeightDecay;
    }

    @Override
    public int hashCode() {
        return FreezeAwareWeightDecay.class.getName().hashCode();
    }

    @Override
    public String toString() {
        return "FreezeAwareWeightDecay";
    }
}
