package org.dl4jfreeze;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.dl4jfreeze.internal.dl4j.FrozenNetworks;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.dl4j.TrainableLayers;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.NoOp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a mask over to a network that DL4J's {@code TransferLearning} has made of another: that takes the parameters over
 * and nothing of the updater state, so that in the new network, unless this is called, nothing is frozen.
 */
public final class MaskTransfer {

    private static final Logger LOG = LoggerFactory.getLogger(MaskTransfer.class);

    private MaskTransfer() {}

    /**
     * Freezes in a new network what is frozen in the old one, in every layer that was taken over unchanged: of the same name,
     * with the same parameter arrays, whose values are those of the old layer. To be called before either of them trains on.
     * Layers that are gone, or were made anew ({@code nOutReplace}), have nothing to keep; those with frozen parameters are
     * logged. Layers that DL4J itself keeps fixed ({@code setFeatureExtractor}) need no mask. What is frozen in the new
     * network already stays frozen; moments and variances are not carried over.
     *
     * @param from the network that was given to {@code TransferLearning}; not modified
     * @param to   the network that came out; its mask is set
     * @return the mask of the new network
     * @throws IllegalArgumentException if one of them is no network, or a layer that was taken over has frozen parameters
     *     which another updater than FreezingAdam would move in the new network; nothing is changed then
     * @throws IllegalStateException    if no parameter of one of them is updated by FreezingAdam
     */
    public static FreezeMask carryOver(Model from, Model to) {
        NetworkView source = NetworkView.of(from);
        NetworkView target = NetworkView.of(to);
        FreezeMask frozen = source.mask();
        Map<String, List<ParameterGroup>> newLayers = byLayer(target);
        FreezeMask.Builder mask = new FreezeMask.Builder(target.parameterCount());
        mask.freezeAll(0, target.mask());
        byLayer(source).forEach((name, groups) -> {
            int count =
                    groups.stream().mapToInt(group -> frozenIn(frozen, group)).sum();
            List<ParameterGroup> taken = newLayers.get(name);
            if (count > 0 && isUnchanged(source, groups, target, taken)) {
                for (int i = 0; i < groups.size(); i++) {
                    carryOver(frozen, groups.get(i), taken.get(i), mask, to);
                }
            } else if (count > 0) {
                LOG.info(
                        "{} frozen parameters of layer {} have no counterpart: the new network has {}",
                        count,
                        name,
                        taken == null ? "no such layer" : "other parameters there");
            }
        });
        FreezeMask carried = mask.build();
        target.freeze(carried);
        return carried;
    }

    /**
     * Whether a network that has not trained yet seems to be one that {@link #carryOver} was meant for: there is a network with
     * frozen parameters of which it has a whole layer, with the same values, and here nothing is frozen.
     *
     * @param network the new network
     * @return false if there is none, or if DL4J keeps what was taken over fixed by itself
     */
    public static boolean isMissedBy(NetworkView network) {
        if (network.iterationCount() > 0
                || network.hasMoments()
                || network.mask().isAnyFrozen()) {
            return false;
        }
        Map<String, List<ParameterGroup>> newLayers = byLayer(network);
        return FrozenNetworks.anyOther(network, source -> {
            if (source.iterationCount() == 0) {
                // as alike as two of one seed
                return false;
            }
            Map<String, List<ParameterGroup>> likely = byLayer(source);
            likely.entrySet()
                    .removeIf(layer -> !begins(source, layer.getValue(), network, newLayers.get(layer.getKey())));
            if (likely.isEmpty()) {
                return false;
            }
            FreezeMask frozen = source.mask();
            return likely.entrySet().stream().anyMatch(layer -> {
                List<ParameterGroup> taken = newLayers.get(layer.getKey());
                return layer.getValue().stream().anyMatch(group -> frozenIn(frozen, group) > 0)
                        && isUnchanged(source, layer.getValue(), network, taken)
                        && taken.stream().anyMatch(ParameterGroup::isFreezable);
            });
        });
    }

    /** Whether two layers' arrays have the same first and last numbers: there may be many networks, and few are related. */
    private static boolean begins(
            NetworkView source, List<ParameterGroup> old, NetworkView target, List<ParameterGroup> taken) {
        if (taken == null || taken.size() != old.size()) {
            return false;
        }
        for (int i = 0; i < old.size(); i++) {
            int last = old.get(i).length() - 1;
            if (last + 1 != taken.get(i).length()
                    || !isSame(source, old.get(i).offset(), target, taken.get(i).offset())
                    || !isSame(
                            source,
                            old.get(i).offset() + last,
                            target,
                            taken.get(i).offset() + last)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(NetworkView a, int i, NetworkView b, int j) {
        return Double.compare(a.parameters().getDouble(i), b.parameters().getDouble(j)) == 0;
    }

    private static void carryOver(
            FreezeMask frozen, ParameterGroup old, ParameterGroup taken, FreezeMask.Builder mask, Model to) {
        if (taken.isFreezable()) {
            mask.freezeAll(taken.offset(), frozen.slice(old.offset(), old.offset() + old.length()));
        } else if (frozenIn(frozen, old) > 0) {
            String mover = moverOf(taken, to);
            if (mover != null) {
                throw new IllegalArgumentException(frozenIn(frozen, old) + " parameters of " + old
                        + " are frozen, but in"
                        + " the new network " + mover + " would move them; give that layer FreezingAdam, for example by"
                        + " fineTuneConfiguration with .updater(new FreezingAdam(...))");
            }
        }
    }

    /** The updater that moves parameters; null if DL4J itself keeps them fixed. */
    private static String moverOf(ParameterGroup group, Model model) {
        for (UpdaterBlock block : NetworkAdapter.of(model).updater().getUpdaterBlocks()) {
            for (ParamState state : block.getLayersAndVariablesInBlock()) {
                if (state.getParamOffsetStart() == group.offset()) {
                    Object updater = block.getGradientUpdater().getConfig();
                    return updater instanceof NoOp || TrainableLayers.isFixedByDl4j(state)
                            ? null
                            : updater.getClass().getSimpleName();
                }
            }
        }
        return null;
    }

    private static int frozenIn(FreezeMask mask, ParameterGroup group) {
        return mask.frozenCount(group.offset(), group.offset() + group.length());
    }

    private static Map<String, List<ParameterGroup>> byLayer(NetworkView network) {
        Map<String, List<ParameterGroup>> layers = new LinkedHashMap<>();
        for (ParameterGroup group : network.groups()) {
            layers.computeIfAbsent(group.layer(), name -> new ArrayList<>()).add(group);
        }
        return layers;
    }

    /** By the values too: a new layer may have the name and the shape of one that was removed. */
    private static boolean isUnchanged(
            NetworkView source, List<ParameterGroup> old, NetworkView target, List<ParameterGroup> taken) {
        if (taken == null || taken.size() != old.size()) {
            return false;
        }
        for (int i = 0; i < old.size(); i++) {
            if (!old.get(i).name().equals(taken.get(i).name())
                    || !valuesOf(source, old.get(i)).equalsWithEps(valuesOf(target, taken.get(i)), 0)) {
                return false;
            }
        }
        return true;
    }

    private static INDArray valuesOf(NetworkView network, ParameterGroup group) {
        INDArray flat = network.parameters();
        return flat.reshape(flat.length()).get(NDArrayIndex.interval(group.offset(), group.offset() + group.length()));
    }
}
