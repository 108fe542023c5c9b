package org.dl4jfreeze;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.internal.dl4j.CopiedLayers;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transfers a mask to a network that DL4J's {@code TransferLearning} has created from another one: that copies the parameters
 * and nothing of the updater state, so that without this call nothing is frozen in the new network.
 */
public final class MaskTransfer {

    private static final Logger LOG = LoggerFactory.getLogger(MaskTransfer.class);

    private MaskTransfer() {}

    /**
     * Freezes in a new network what is frozen in the old one, in every layer that was copied unchanged: of the same name,
     * with the same parameter arrays, whose values are those of the old layer. To be called before either of them trains
     * further.
     *
     * <p>Layers that were removed or created again ({@code nOutReplace}) have no mask to transfer; those with frozen
     * parameters are logged. Layers that DL4J itself keeps fixed ({@code setFeatureExtractor}) need no mask. What is already
     * frozen in the new network stays frozen; moments and variances are not transferred.
     *
     * @param from the network that was given to {@code TransferLearning}; not modified
     * @param to   the network that came out; its mask is set
     * @return the mask of the new network
     * @throws IllegalArgumentException if one of them is not a network, or a copied layer has frozen parameters that another
     *     updater than FreezingAdam would change in the new network; nothing is changed then
     * @throws IllegalStateException    if no parameter of one of them is updated by FreezingAdam
     */
    public static FreezeMask carryOver(Model from, Model to) {
        NetworkView source = NetworkView.of(from);
        NetworkView target = NetworkView.of(to);
        FreezeMask frozen = source.mask();
        Map<String, List<ParameterGroup>> newLayers = CopiedLayers.byName(target);
        FreezeMask.Builder mask = new FreezeMask.Builder(target.parameterCount());
        mask.freezeAll(0, target.mask());
        CopiedLayers.byName(source).forEach((name, groups) -> {
            int count = groups.stream()
                    .mapToInt(group -> CopiedLayers.frozenIn(frozen, group))
                    .sum();
            List<ParameterGroup> copy = newLayers.get(name);
            if (count > 0 && CopiedLayers.isCopy(source, groups, target, copy)) {
                for (int i = 0; i < groups.size(); i++) {
                    carryOver(frozen, groups.get(i), copy.get(i), mask, to);
                }
            } else if (count > 0) {
                LOG.info(
                        "{} frozen parameters of layer {} have no counterpart: the new network has {}",
                        count,
                        name,
                        copy == null ? "no such layer" : "other parameters there");
            }
        });
        FreezeMask carried = mask.build();
        target.freeze(carried);
        return carried;
    }

    private static void carryOver(
            FreezeMask frozen, ParameterGroup old, ParameterGroup copy, FreezeMask.Builder mask, Model to) {
        int count = CopiedLayers.frozenIn(frozen, old);
        if (copy.isFreezable()) {
            mask.freezeAll(copy.offset(), frozen.slice(old.offset(), old.offset() + old.length()));
        } else if (count > 0) {
            CopiedLayers.updaterOf(copy, to).ifPresent(updater -> {
                throw new IllegalArgumentException(
                        count + " parameters of " + old + " are frozen, but in the new network "
                                + updater + " would move them; give that layer FreezingAdam, for example by"
                                + " fineTuneConfiguration with .updater(new FreezingAdam(...))");
            });
        }
    }
}
