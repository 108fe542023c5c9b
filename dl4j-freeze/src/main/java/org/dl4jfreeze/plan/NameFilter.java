package org.dl4jfreeze.plan;

import java.io.Serializable;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.dl4jfreeze.internal.json.Excerpt;

/**
 * A filter of names: admits those included, or all if none is, except those excluded.
 *
 * <p>Immutable, compared by content (regardless of the sequence of the names), printable.
 */
final class NameFilter implements Serializable {

    static final NameFilter ALL = new NameFilter(List.of(), List.of());

    private static final long serialVersionUID = 1L;

    /** Ascending, as is the other. */
    private final List<String> included;

    private final List<String> excluded;

    private NameFilter(Collection<String> included, Collection<String> excluded) {
        this.included = List.copyOf(included);
        this.excluded = List.copyOf(excluded);
    }

    NameFilter including(String what, List<String> names) {
        return checked(what, new NameFilter(union(what, included, names), excluded));
    }

    NameFilter excluding(String what, List<String> names) {
        return checked(what, new NameFilter(included, union(what, excluded, names)));
    }

    private static Collection<String> union(String what, List<String> some, List<String> more) {
        if (more == null || more.isEmpty()) {
            throw new IllegalArgumentException(
                    "Invalid filter of parameters, must name at least one " + what + ", received none");
        }
        TreeSet<String> all = new TreeSet<>(some);
        for (String name : more) {
            all.add(Objects.requireNonNull(
                    name, "Invalid filter of parameters, the name of a " + what + " is null; pass its name"));
        }
        return all;
    }

    private static NameFilter checked(String what, NameFilter filter) {
        for (String name : filter.included) {
            if (contains(filter.excluded, name)) {
                throw new IllegalArgumentException("Invalid filter of parameters, " + what + " \"" + Excerpt.of(name)
                        + "\" is both included and excluded; choose one");
            }
        }
        return filter;
    }

    /** Checks that all names of the filter are known. */
    void checkKnown(String what, Collection<String> known) {
        TreeSet<String> unknown = new TreeSet<>(included);
        unknown.addAll(excluded);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("The plan names " + what + " \"" + Excerpt.of(unknown.first())
                    + "\", which the network does not have; those with parameters are " + known);
        }
    }

    boolean admits(String name) {
        return (included.isEmpty() || contains(included, name)) && !contains(excluded, name);
    }

    private static boolean contains(List<String> ascending, String name) {
        return Collections.binarySearch(ascending, name) >= 0;
    }

    List<String> included() {
        return included;
    }

    List<String> excluded() {
        return excluded;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NameFilter
                && ((NameFilter) other).included.equals(included)
                && ((NameFilter) other).excluded.equals(excluded);
    }

    @Override
    public int hashCode() {
        return Objects.hash(included, excluded);
    }

    String toString(String what) {
        return call("including" + what, included) + call("excluding" + what, excluded);
    }

    private static String call(String method, List<String> names) {
        return names.isEmpty() ? "" : "." + method + "(\"" + String.join("\", \"", names) + "\")";
    }
}
