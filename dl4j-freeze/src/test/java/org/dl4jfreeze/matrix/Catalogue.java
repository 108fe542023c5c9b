package org.dl4jfreeze.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All entries of the matrix. */
final class Catalogue {

    private Catalogue() {}

    static Stream<Entry> all() {
        List<Entry> all = Stream.of(
                        RegularisedEntries.all(),
                        NoisyEntries.all(),
                        UpdaterEntries.all(),
                        LossEntries.special(),
                        FeedForwardEntries.all(),
                        ConvolutionEntries.all(),
                        RecurrentEntries.all(),
                        AttentionEntries.all(),
                        GraphEntries.all(),
                        FixedLayerEntries.all(),
                        PretrainedEntries.all())
                .flatMap(List::stream)
                .collect(Collectors.toList());
        Set<String> names = new HashSet<>();
        all.forEach(entry -> assertThat(names.add(entry.name()))
                .as("\"%s\" stands twice in the catalogue", entry)
                .isTrue());
        return all.stream();
    }

    /** A few, for what would take long with all. */
    static Stream<Entry> some() {
        List<String> names = List.of("weight decay", "decay, constraint and clipping, graph", "HALF", "bias updater");
        return all().filter(entry -> names.contains(entry.name()));
    }

    /** Without the graphs of {@link RegularisedEntries}, where only frozen bits depend on what is tried out. */
    static Stream<Entry> most() {
        Set<String> regularised =
                RegularisedEntries.all().stream().map(Entry::name).collect(Collectors.toSet());
        return all().filter(entry ->
                !regularised.contains(entry.name()) || !entry.name().endsWith(", graph"));
    }

    /** Single examples have gradients of their own; here also with every loss. */
    static Stream<Entry> separable() {
        return Stream.concat(most(), LossEntries.all().stream()).filter(entry -> !entry.isRefused());
    }

    static Stream<Entry> refused() {
        return all().filter(Entry::isRefused);
    }
}
