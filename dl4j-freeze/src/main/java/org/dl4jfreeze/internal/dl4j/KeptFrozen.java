package org.dl4jfreeze.internal.dl4j;

import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;

/** Removes from configurations what keeps frozen parameters from weight decay and constraints. */
public final class KeptFrozen {

    private KeptFrozen() {}

    /** Restores the user's own constraints and regularizations in the configuration of a layer or vertex. */
    public static void release(TrainingConfig configuration) {
        if (configuration instanceof Layer) {
            FreezeAwareConstraint.remove((Layer) configuration);
        }
        if (configuration instanceof BaseLayer) {
            BaseLayer layer = (BaseLayer) configuration;
            layer.setRegularization(FreezeAwareWeightDecay.without(layer.getRegularization()));
            layer.setRegularizationBias(FreezeAwareWeightDecay.without(layer.getRegularizationBias()));
        } else if (configuration instanceof AbstractSameDiffLayer) {
            AbstractSameDiffLayer layer = (AbstractSameDiffLayer) configuration;
            layer.setRegularization(FreezeAwareWeightDecay.without(layer.getRegularization()));
            layer.setRegularizationBias(FreezeAwareWeightDecay.without(layer.getRegularizationBias()));
        } else if (configuration instanceof SameDiffVertex) {
            SameDiffVertex vertex = (SameDiffVertex) configuration;
            vertex.setRegularization(FreezeAwareWeightDecay.without(vertex.getRegularization()));
            vertex.setRegularizationBias(FreezeAwareWeightDecay.without(vertex.getRegularizationBias()));
        }
    }
}
