package org.dl4jfreeze.plan;

import java.io.Serializable;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which parameters take part in a plan, by layer and by kind ({@code W}, {@code b}, ...): both must be admitted. Of layers as
 * of kinds, those included take part, or all if none is, without those excluded.
 *
 * <p>A value: immutable, compared by content (the sequence of the names does not count), printable.
 */
public final class ParameterFilter implements Serializable {

    /** Lets everything take part. */
    public static final ParameterFilter ALL = new ParameterFilter(NameFilter.ALL, NameFilter.ALL);

    private static final long serialVersionUID = 1L;
    private static final String LAYER = "layer";
    private static final String KIND = "kind of parameter";

    private final NameFilter layers;
    private final NameFilter kinds;

    private ParameterFilter(NameFilter layers, NameFilter kinds) {
        this.layers = layers;
        this.kinds = kinds;
    }

    /**
     * The same filter, with these layers and those included before.
     *
     * @param names layers, at least one
     * @return the filter
     * @throws IllegalArgumentException if one of them is excluded, or there is none
     */
    public ParameterFilter includingLayers(List<String> names) {
        return new ParameterFilter(layers.including(LAYER, names), kinds);
    }

    /**
     * The same filter, without these layers and those excluded before.
     *
     * @param names layers, at least one
     * @return the filter
     * @throws IllegalArgumentException if one of them is included, or there is none
     */
    public ParameterFilter excludingLayers(List<String> names) {
        return new ParameterFilter(layers.excluding(LAYER, names), kinds);
    }

    /**
     * The same filter, with these kinds of parameter and those included before.
     *
     * @param names kinds, at least one
     * @return the filter
     * @throws IllegalArgumentException if one of them is excluded, or there is none
     */
    public ParameterFilter includingKinds(List<String> names) {
        return new ParameterFilter(layers, kinds.including(KIND, names));
    }

    /**
     * The same filter, without these kinds of parameter and those excluded before.
     *
     * @param names kinds, at least one
     * @return the filter
     * @throws IllegalArgumentException if one of them is included, or there is none
     */
    public ParameterFilter excludingKinds(List<String> names) {
        return new ParameterFilter(layers, kinds.excluding(KIND, names));
    }

    /**
     * The groups of parameters that take part.
     *
     * @param <G>    a group: one parameter array of one layer
     * @param groups all groups of a network
     * @param layer  the layer that a group is of
     * @param kind   the kind of parameter that it has
     * @return those that take part, in the same sequence; possibly none
     * @throws IllegalArgumentException if the filter names a layer or kind that none of the groups is of
     */
    public <G> List<G> select(Collection<G> groups, Function<G, String> layer, Function<G, String> kind) {
        layers.checkKnown(LAYER, names(groups, layer));
        kinds.checkKnown(KIND, names(groups, kind));
        return groups.stream()
                .filter(group -> layers.admits(layer.apply(group)) && kinds.admits(kind.apply(group)))
                .collect(Collectors.toUnmodifiableList());
    }

    private static <G> Set<String> names(Collection<G> groups, Function<G, String> name) {
        return groups.stream().map(name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Layers that take part.
     *
     * @return ascending names; empty if all do that are not excluded
     */
    public List<String> includedLayers() {
        return layers.included();
    }

    /**
     * Layers that take no part.
     *
     * @return ascending names
     */
    public List<String> excludedLayers() {
        return layers.excluded();
    }

    /**
     * Kinds of parameter that take part.
     *
     * @return ascending names; empty if all do that are not excluded
     */
    public List<String> includedKinds() {
        return kinds.included();
    }

    /**
     * Kinds of parameter that take no part.
     *
     * @return ascending names
     */
    public List<String> excludedKinds() {
        return kinds.excluded();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ParameterFilter
                && ((ParameterFilter) other).layers.equals(layers)
                && ((ParameterFilter) other).kinds.equals(kinds);
    }

    @Override
    public int hashCode() {
        return Objects.hash(layers, kinds);
    }

    @Override
    public String toString() {
        return layers.toString("Layers") + kinds.toString("Kinds");
    }
}
