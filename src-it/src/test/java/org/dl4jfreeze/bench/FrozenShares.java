package org.dl4jfreeze.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.ParameterGroup;

/** Which share of what is frozen, of the parameters that can be. */
final class FrozenShares {

    private static final List<String> BIASES = List.of("b", "bias");
    private static final List<String> NORMALISATION = List.of("gamma", "beta");

    private final FreezeMask mask;
    private final List<ParameterGroup> groups;

    private FrozenShares(FreezeMask mask, List<ParameterGroup> groups) {
        this.mask = mask;
        this.groups = groups;
    }

    static FrozenShares of(Model network) {
        FreezableNetwork freezable = FreezableNetwork.of(network);
        return new FrozenShares(
                freezable.mask(),
                freezable.groups().stream().filter(ParameterGroup::isFreezable).collect(Collectors.toList()));
    }

    /** Weights, biases, and the gains and offsets of batch normalisation. */
    String byKind() {
        Predicate<ParameterGroup> isBias = group -> BIASES.contains(group.name());
        Predicate<ParameterGroup> isNormalisation = group -> NORMALISATION.contains(group.name());
        return String.join(" / ", share(isBias.or(isNormalisation).negate()), share(isBias), share(isNormalisation));
    }

    /** The first, second and last third of the layers. */
    String byDepth() {
        List<String> layers = new ArrayList<>();
        groups.stream().map(ParameterGroup::layer).distinct().forEach(layers::add);
        List<String> shares = new ArrayList<>();
        for (int third = 0; third < 3; third++) {
            List<String> part = layers.subList(layers.size() * third / 3, layers.size() * (third + 1) / 3);
            shares.add(share(group -> part.contains(group.layer())));
        }
        return String.join(" / ", shares);
    }

    private String share(Predicate<ParameterGroup> which) {
        long frozen = 0;
        long all = 0;
        for (ParameterGroup group : groups) {
            if (which.test(group)) {
                frozen += mask.frozenCount(group.offset(), group.offset() + group.length());
                all += group.length();
            }
        }
        return all == 0 ? "-" : String.format(Locale.ROOT, "%.0f %%", 100.0 * frozen / all);
    }
}
