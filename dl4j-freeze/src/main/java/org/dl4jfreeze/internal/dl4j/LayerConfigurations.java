package org.dl4jfreeze.internal.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/** Inspects layer configurations, also those inside wrappers. */
public final class LayerConfigurations {

    private LayerConfigurations() {}

    /** Returns a layer and all layers that it wraps. */
    static List<Layer> withWrapped(Layer layer) {
        List<Layer> found = new ArrayList<>();
        collect(layer, found);
        return found;
    }

    private static void collect(Layer layer, List<Layer> found) {
        if (layer == null) {
            return;
        }
        found.add(layer);
        if (layer instanceof BaseWrapperLayer) {
            collect(((BaseWrapperLayer) layer).getUnderlying(), found);
        } else if (layer instanceof FrozenLayer) {
            collect(((FrozenLayer) layer).getLayer(), found);
        } else if (layer instanceof Bidirectional) {
            collect(((Bidirectional) layer).getFwd(), found);
            collect(((Bidirectional) layer).getBwd(), found);
        }
    }

    /** Removes dropout and weight noise from the configuration itself, which must not be shared with another network. */
    static void stripNoise(Layer layer) {
        for (Layer each : withWrapped(layer)) {
            each.setIDropout(each instanceof DropoutLayer ? new NoDropout() : null);
            if (each instanceof BaseLayer) {
                ((BaseLayer) each).setWeightNoise(null);
            }
        }
    }

    /**
     * Tells whether a layer's output for an example depends on the other examples of the mini-batch: batch normalisation, and DL4J's
     * {@code TimeDistributed}, which under a mask applies the rows of one example's mask to another's steps.
     */
    public static boolean mixesExamples(Layer layer) {
        return withWrapped(layer).stream()
                .anyMatch(each -> each instanceof BatchNormalization || each instanceof TimeDistributed);
    }
}
