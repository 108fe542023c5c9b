package org.dl4jfreeze.plan;

import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dl4jfreeze.ParameterGroup;

/**
 * A filter of the parameters that a plan orders and freezes, by layer and by kind ({@code W}, {@code b}, ...): both must be
 * admitted. Layers and kinds are admitted if they are included, or none is, and if they are not excluded. Parameters that have had
 * no gradient can be left out, too.
 *
 * <p>Immutable, compared by content (regardless of the sequence of the names), printable. Plans are built by the
 * {@code including} and {@code excluding} methods of {@link org.dl4jfreeze.FreezePlan}.
 */
public final class ParameterFilter implements Serializable {

    /** Admits everything. */
    public static final ParameterFilter ALL = new ParameterFilter(NameFilter.ALL, NameFilter.ALL, false);

    private static final long serialVersionUID = 1L;
    private static final String LAYER = "layer";
    private static final String KIND = "kind of parameter";

    private final NameFilter layers;
    private final NameFilter kinds;
    private final boolean untouchedExcluded;

    private ParameterFilter(NameFilter layers, NameFilter kinds, boolean untouchedExcluded) {
        this.layers = layers;
        this.kinds = kinds;
        this.untouchedExcluded = untouchedExcluded;
    }

    /**
     * Returns a filter that includes these layers in addition to those included before.
     *
     * @param names layers, at least one
     * @return the filter
     * @throws IllegalArgumentException if one of them is excluded, or none is given
     */
    public ParameterFilter includingLayers(List<String> names) {
        return new ParameterFilter(layers.including(LAYER, names), kinds, untouchedExcluded);
    }

    /**
     * Returns a filter that excludes these layers in addition to those excluded before.
     *
     * @param names layers, at least one
     * @return the filter
     * @throws IllegalArgumentException if one of them is included, or none is given
     */
    public ParameterFilter excludingLayers(List<String> names) {
        return new ParameterFilter(layers.excluding(LAYER, names), kinds, untouchedExcluded);
    }

    /**
     * Returns a filter that includes these kinds of parameter in addition to those included before.
     *
     * @param names kinds, at least one
     * @return the filter
     * @throws IllegalArgumentException if one of them is excluded, or none is given
     */
    public ParameterFilter includingKinds(List<String> names) {
        return new ParameterFilter(layers, kinds.including(KIND, names), untouchedExcluded);
    }

    /**
     * Returns a filter that excludes these kinds of parameter in addition to those excluded before.
     *
     * @param names kinds, at least one
     * @return the filter
     * @throws IllegalArgumentException if one of them is included, or none is given
     */
    public ParameterFilter excludingKinds(List<String> names) {
        return new ParameterFilter(layers, kinds.excluding(KIND, names), untouchedExcluded);
    }

    /**
     * Returns a filter that also excludes parameters that have had no gradient by the time of freezing.
     *
     * @return the filter
     */
    public ParameterFilter excludingUntouched() {
        return new ParameterFilter(layers, kinds, true);
    }

    /**
     * Tells whether parameters that have had no gradient are excluded.
     *
     * @return true if they are neither ordered nor frozen
     */
    public boolean excludesUntouched() {
        return untouchedExcluded;
    }

    /**
     * Selects the groups of parameters that the filter admits; whether they have had gradients is not known here.
     *
     * @param groups all groups of a network
     * @return the admitted ones, in the same sequence; possibly none
     * @throws IllegalArgumentException if the filter names a layer or kind that the network does not have
     */
    public List<ParameterGroup> select(List<ParameterGroup> groups) {
        layers.checkKnown(LAYER, names(groups, ParameterGroup::layer));
        kinds.checkKnown(KIND, names(groups, ParameterGroup::name));
        return groups.stream()
                .filter(group -> layers.admits(group.layer()) && kinds.admits(group.name()))
                .collect(Collectors.toUnmodifiableList());
    }

    private static Set<String> names(List<ParameterGroup> groups, Function<ParameterGroup, String> name) {
        return groups.stream().map(name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Returns the included layers.
     *
     * @return ascending names; empty if all that are not excluded are admitted
     */
    public List<String> includedLayers() {
        return layers.included();
    }

    /**
     * Returns the excluded layers.
     *
     * @return ascending names
     */
    public List<String> excludedLayers() {
        return layers.excluded();
    }

    /**
     * Returns the included kinds of parameter.
     *
     * @return ascending names; empty if all that are not excluded are admitted
     */
    public List<String> includedKinds() {
        return kinds.included();
    }

    /**
     * Returns the excluded kinds of parameter.
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
                && ((ParameterFilter) other).kinds.equals(kinds)
                && ((ParameterFilter) other).untouchedExcluded == untouchedExcluded;
    }

    @Override
    public int hashCode() {
        return Objects.hash(layers, kinds, untouchedExcluded);
    }

    @Override
    public String toString() {
        return layers.toString("Layers") + kinds.toString("Kinds") + (untouchedExcluded ? ".excludingUntouched()" : "");
    }
}
