package org.dl4jfreeze.internal.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dl4jfreeze.ParameterGroup;

/** Names the parameters of a network that an updater other than FreezingAdam moves, so that they can't be frozen. */
public final class OtherUpdaters {

    /** Names that a line has room for. */
    private static final int NAMES = 4;

    private OtherUpdaters() {}

    /**
     * Names parameter arrays and their updaters, such as {@code Sgd (lstm)} for a whole layer, {@code Nesterovs (cnn1.b, cnn2.b)} for
     * arrays of layers. Neither those that nothing moves are meant, such as the running means of batch normalisation and the layers
     * that DL4J keeps fixed, nor those that only pretraining moves.
     *
     * @param groups some of the network's
     * @return empty if there are none
     */
    public static String of(NetworkView network, List<ParameterGroup> groups) {
        Map<String, List<ParameterGroup>> byUpdater = new LinkedHashMap<>();
        for (ParameterGroup group : groups) {
            updaterOf(group, network).ifPresent(name -> byUpdater
                    .computeIfAbsent(name, absent -> new ArrayList<>())
                    .add(group));
        }
        return byUpdater.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + names(entry.getValue(), network) + ")")
                .collect(Collectors.joining(", "));
    }

    private static Optional<String> updaterOf(ParameterGroup group, NetworkView network) {
        return group.length() == 0 || network.isUpdatedByFreezingAdam(group)
                ? Optional.empty()
                : CopiedLayers.updaterOf(group, network.adapter().model());
    }

    private static String names(List<ParameterGroup> moved, NetworkView network) {
        Map<String, List<ParameterGroup>> layers = CopiedLayers.byName(network);
        List<String> names = moved.stream()
                .map(group -> moved.containsAll(layers.get(group.layer()))
                        ? group.layer()
                        : group.layer() + "." + group.name())
                .distinct()
                .collect(Collectors.toList());
        return String.join(", ", names.subList(0, Math.min(NAMES, names.size())))
                + (names.size() > NAMES ? " and " + (names.size() - NAMES) + " more" : "");
    }
}
