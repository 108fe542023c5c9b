package org.dl4jfreeze.internal.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.MaskTransfer;
import org.dl4jfreeze.ParameterGroup;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;

/** Recognises the layers that DL4J's {@code TransferLearning} has copied from one network to another, for {@link MaskTransfer}. */
public final class CopiedLayers {

    private CopiedLayers() {}

    /** The parameter arrays of each layer, by the layer's name. */
    public static Map<String, List<ParameterGroup>> byName(NetworkView network) {
        Map<String, List<ParameterGroup>> layers = new LinkedHashMap<>();
        for (ParameterGroup group : network.groups()) {
            layers.computeIfAbsent(group.layer(), name -> new ArrayList<>()).add(group);
        }
        return layers;
    }

    /**
     * Whether a layer is a copy of another one: has the same arrays with the same values. Names and shapes are not enough,
     * because a new layer may have those of one that was removed.
     *
     * @param copy null for a layer that does not exist
     */
    public static boolean isCopy(
            NetworkView source, List<ParameterGroup> layer, NetworkView target, List<ParameterGroup> copy) {
        return allMatch(layer, copy, (a, b) -> valuesOf(source, a).equalsWithEps(valuesOf(target, b), 0));
    }

    private static boolean allMatch(
            List<ParameterGroup> layer,
            List<ParameterGroup> copy,
            BiPredicate<ParameterGroup, ParameterGroup> sameValues) {
        return copy != null
                && copy.size() == layer.size()
                && IntStream.range(0, layer.size())
                        .allMatch(i -> layer.get(i).name().equals(copy.get(i).name())
                                && layer.get(i).length() == copy.get(i).length()
                                && sameValues.test(layer.get(i), copy.get(i)));
    }

    private static INDArray valuesOf(NetworkView network, ParameterGroup group) {
        return FlatArray.range(network.parameters(), group.offset(), group.length());
    }

    public static int frozenIn(FreezeMask mask, ParameterGroup group) {
        return mask.frozenCount(group.offset(), group.offset() + group.length());
    }

    /** The updater that would change parameters which can't be frozen; empty if DL4J itself keeps them fixed. */
    public static Optional<String> updaterOf(ParameterGroup group, Model model) {
        for (UpdaterBlock block : NetworkAdapter.of(model).updater().getUpdaterBlocks()) {
            for (ParamState state : block.getLayersAndVariablesInBlock()) {
                if (state.getParamOffsetStart() <= group.offset() && group.offset() < state.getParamOffsetEnd()) {
                    Object updater = block.getGradientUpdater().getConfig();
                    return updater instanceof NoOp || TrainableLayers.isFixedByDl4j(state)
                            ? Optional.empty()
                            : Optional.of(updater.getClass().getSimpleName());
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Whether {@link MaskTransfer} seems to have been forgotten for a network that has not trained yet: it has a copy of a whole
     * layer of a network in which that layer is frozen, and nothing is frozen here. A layer that the other network has not moved
     * before it was frozen is no evidence: networks of one seed or from one pretrained network have it too.
     *
     * @return false also if DL4J itself keeps the copied layers fixed
     */
    public static boolean areMissingTheirMask(NetworkView network) {
        if (network.iterationCount() > 0
                || network.hasMoments()
                || network.mask().isAnyFrozen()) {
            return false;
        }
        Map<String, List<ParameterGroup>> newLayers = byName(network);
        return FrozenNetworks.anyOther(network, source -> hasCopyOfFrozenLayer(source, network, newLayers));
    }

    private static boolean hasCopyOfFrozenLayer(
            NetworkView source, NetworkView network, Map<String, List<ParameterGroup>> newLayers) {
        if (source.iterationCount() == 0) {
            return false;
        }
        Map<String, List<ParameterGroup>> likely = byName(source);
        likely.entrySet()
                .removeIf(layer -> !hasSameEnds(source, layer.getValue(), network, newLayers.get(layer.getKey())));
        if (likely.isEmpty()) {
            return false;
        }
        FreezeMask frozen = source.mask();
        return likely.entrySet().stream().anyMatch(layer -> {
            List<ParameterGroup> copy = newLayers.get(layer.getKey());
            return layer.getValue().stream().anyMatch(group -> frozenIn(frozen, group) > 0)
                    && layer.getValue().stream().anyMatch(source::hasMoved)
                    && isCopy(source, layer.getValue(), network, copy)
                    && copy.stream().anyMatch(ParameterGroup::isFreezable);
        });
    }

    /** Whether the arrays have the same first and last values: rules out most pairs of networks quickly. */
    private static boolean hasSameEnds(
            NetworkView source, List<ParameterGroup> layer, NetworkView target, List<ParameterGroup> copy) {
        return allMatch(layer, copy, (a, b) -> {
            int last = a.length() - 1;
            return isSame(source, a.offset(), target, b.offset())
                    && isSame(source, a.offset() + last, target, b.offset() + last);
        });
    }

    private static boolean isSame(NetworkView a, int i, NetworkView b, int j) {
        return Double.compare(a.parameters().getDouble(i), b.parameters().getDouble(j)) == 0;
    }
}
