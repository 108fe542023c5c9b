package org.dl4jfreeze.internal.dl4j;

import org.deeplearning4j.nn.api.Layer;
import org.dl4jfreeze.internal.update.FreezingAdamUpdater;
import org.dl4jfreeze.internal.update.StateSize;

/** Checks that DL4J can hold the updater state of a network, before it tries to. */
public final class UpdaterStateSize {

    private UpdaterStateSize() {}

    /**
     * Adds up what the updaters in the network's present configuration keep.
     *
     * @throws IllegalArgumentException if DL4J can't hold it
     */
    public static void check(NetworkAdapter network) {
        long parameters = network.params().length();
        // no updater of DL4J keeps more
        if (parameters * FreezingAdamUpdater.STATES <= Integer.MAX_VALUE) {
            return;
        }
        long numbers = 0;
        for (Layer layer : network.layers()) {
            numbers += layer.paramTable().entrySet().stream()
                    .mapToLong(array -> layer.getConfig()
                            .getUpdaterByParam(array.getKey())
                            .stateSize(array.getValue().length()))
                    .sum();
        }
        StateSize.check(numbers, parameters);
    }
}
