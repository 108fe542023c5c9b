package org.dl4jfreeze.internal.plan;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.plan.ParameterFilter;

/** Replaces numbers of layers in a plan's filter by the names that the layers have in a network. */
public final class LayerNumbers {

    private LayerNumbers() {}

    /**
     * Returns a plan that names layers only. A number that is also the name of a layer means that layer; what is neither is left.
     *
     * @throws IllegalArgumentException if a layer is included by its name and excluded by its number, or the other way round
     */
    public static FreezePlan resolved(FreezePlan plan, NetworkView network) {
        ParameterFilter filter = plan.filter();
        Map<String, String> names = network.layersByNumber();
        boolean hasNumbers = filter.includedLayers().stream().anyMatch(names::containsKey)
                || filter.excludedLayers().stream().anyMatch(names::containsKey);
        if (!hasNumbers) {
            return plan;
        }
        ParameterFilter named = ParameterFilter.ALL;
        if (!filter.includedLayers().isEmpty()) {
            named = named.includingLayers(resolved(filter.includedLayers(), names));
        }
        if (!filter.excludedLayers().isEmpty()) {
            named = named.excludingLayers(resolved(filter.excludedLayers(), names));
        }
        if (!filter.includedKinds().isEmpty()) {
            named = named.includingKinds(filter.includedKinds());
        }
        if (!filter.excludedKinds().isEmpty()) {
            named = named.excludingKinds(filter.excludedKinds());
        }
        return plan.withFilter(named);
    }

    private static List<String> resolved(List<String> layers, Map<String, String> names) {
        return layers.stream().map(layer -> names.getOrDefault(layer, layer)).collect(Collectors.toList());
    }
}
