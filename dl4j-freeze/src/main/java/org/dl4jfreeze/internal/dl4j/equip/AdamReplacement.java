package org.dl4jfreeze.internal.dl4j.equip;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.dl4jfreeze.internal.dl4j.ConfigurationCopies;
import org.dl4jfreeze.internal.dl4j.KeptFrozen;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.TrainableLayers;
import org.dl4jfreeze.internal.dl4j.UpdaterStateSize;
import org.dl4jfreeze.internal.update.FreezingAdamUpdater;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Replaces one Adam by another in an existing network, trained or not, and keeps the moments bit for bit: stock Adam by
 * FreezingAdam, and the other way round.
 *
 * <p>The network, its parameters, listeners, and iteration and epoch counts stay the same objects and numbers; it receives a new
 * updater and a separate configuration, because other networks may share the old one.
 */
public final class AdamReplacement {

    private static final int NAMED = 12;

    private final Model model;
    /** Exactly this class: one that users derive from Adam may do anything. */
    private final Class<? extends Adam> replaced;

    private final UnaryOperator<Adam> replacement;
    private final BaseMultiLayerUpdater<?> updater;
    private final List<ParamState> toReplace = new ArrayList<>();
    private final List<ParamState> others = new ArrayList<>();
    private boolean anyFreezing;

    private AdamReplacement(Model model, Class<? extends Adam> replaced, UnaryOperator<Adam> replacement) {
        NetworkAdapter network = NetworkAdapter.of(model);
        if (!isInitialised(model)) {
            throw new IllegalArgumentException(
                    "This network has no updater yet, because it has not been initialised; call init() first");
        }
        this.model = model;
        this.replaced = replaced;
        this.replacement = replacement;
        this.updater = network.updater();
        for (UpdaterBlock block : updater.getUpdaterBlocks()) {
            for (ParamState state : block.getLayersAndVariablesInBlock()) {
                IUpdater present = updaterOf(state);
                if (isReplaced(present)) {
                    toReplace.add(state);
                } else if (block.getGradientUpdater() instanceof FreezingAdamUpdater) {
                    anyFreezing = true;
                } else if (!(present instanceof NoOp) && !TrainableLayers.isFixedByDl4j(state)) {
                    others.add(state);
                }
            }
        }
    }

    /**
     * Replaces every stock Adam of a network, in place.
     *
     * @param model         a {@code MultiLayerNetwork} or {@code ComputationGraph}, initialised
     * @param replacement   what to put in place of a stock Adam; its updater state begins with M and V
     * @param othersAllowed whether parameters of other updaters are left as they are; if not, they are an error
     * @throws IllegalArgumentException if the model is neither of the two, is not initialised, has a parameter that trains
     *     with another updater although that is not allowed, has no Adam at all, or has one where it cannot be replaced;
     *     nothing is changed then
     */
    public static void equip(Model model, UnaryOperator<Adam> replacement, boolean othersAllowed) {
        AdamReplacement found = new AdamReplacement(model, Adam.class, replacement);
        if (!found.others.isEmpty() && !othersAllowed) {
            throw new IllegalArgumentException("Not every parameter of this network is updated by Adam: "
                    + found.othersNamed()
                    + "; configure Adam for these first, or call FreezingAdam.equipWhereAdam(network), which"
                    + " leaves them as they are: they train as before and cannot be frozen");
        }
        if (found.toReplace.isEmpty() && !found.anyFreezing) {
            throw new IllegalArgumentException("No parameter of this network is updated by Adam"
                    + (found.others.isEmpty() ? "; it has no parameters that train" : ": " + found.othersNamed()));
        }
        if (!found.toReplace.isEmpty()) {
            found.replace(layer -> {});
        }
    }

    /**
     * Replaces every updater of a class by stock Adam, in place, and removes from the configuration what keeps frozen parameters
     * from weight decay and constraints. Other updaters stay as they are.
     *
     * @param model    a {@code MultiLayerNetwork} or {@code ComputationGraph}, initialised
     * @param released the class of the updaters
     * @param stock    returns a stock Adam with the values of one of them
     * @return how many parameters were frozen
     * @throws IllegalArgumentException if the model is neither of the two, is not initialised, or has one where it cannot be
     *     replaced; nothing is changed then
     */
    public static int release(Model model, Class<? extends Adam> released, UnaryOperator<Adam> stock) {
        AdamReplacement found = new AdamReplacement(model, released, stock);
        int frozen = found.frozenCount();
        found.replace(KeptFrozen::release);
        return frozen;
    }

    private int frozenCount() {
        int frozen = 0;
        for (UpdaterBlock block : updater.getUpdaterBlocks()) {
            if (block.getGradientUpdater() instanceof FreezingAdamUpdater) {
                frozen += ((FreezingAdamUpdater) block.getGradientUpdater()).frozenCount();
            }
        }
        return frozen;
    }

    private static boolean isInitialised(Model model) {
        return model instanceof MultiLayerNetwork
                ? ((MultiLayerNetwork) model).isInitCalled()
                : ((ComputationGraph) model).getVertices() != null;
    }

    private boolean isReplaced(IUpdater updater) {
        return updater != null && updater.getClass() == replaced;
    }

    private static IUpdater updaterOf(ParamState state) {
        return state.getLayer().getConfig().getUpdaterByParam(state.getParamName());
    }

    private String othersNamed() {
        String named = others.stream()
                .limit(NAMED)
                .map(state ->
                        nameOf(state) + " by " + updaterOf(state).getClass().getSimpleName())
                .collect(Collectors.joining(", "));
        return others.size() > NAMED ? named + " and " + (others.size() - NAMED) + " more" : named;
    }

    private static String nameOf(ParamState state) {
        return state.getLayer().getConfig().getLayerName() + "." + state.getParamName();
    }

    private void replace(Consumer<TrainingConfig> change) {
        ConfigurationCopies copies = new ConfigurationCopies(this::inCopy, change);
        ConfigurationSwap configurations = new ConfigurationSwap(model, copies);
        for (ParamState state : toReplace) {
            TrainingConfig copy = copies.existing(state.getLayer().getConfig());
            if (copy == null || isReplaced(copy.getUpdaterByParam(state.getParamName()))) {
                throw new IllegalArgumentException("The " + replaced.getSimpleName() + " of " + nameOf(state)
                        + " cannot be replaced: "
                        + state.getLayer().getConfig().getClass().getName()
                        + " keeps it where Deeplearning4j's own layers do not; build the network with the other updater"
                        + " instead");
            }
        }
        configurations.toCopies();
        try {
            replaceUpdater();
        } catch (RuntimeException | Error e) {
            configurations.toOriginals();
            throw e;
        }
    }

    private IUpdater inCopy(IUpdater original) {
        if (isReplaced(original)) {
            return replacement.apply((Adam) original);
        }
        return original == null ? null : original.clone();
    }

    @SuppressWarnings("try") // the scope is left by closing it
    private void replaceUpdater() {
        UpdaterStateSize.check(NetworkAdapter.of(model));
        // the updater outlives any workspace that a listener may call this in
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            if (model instanceof MultiLayerNetwork) {
                MultiLayerUpdater replaced = new MultiLayerUpdater((MultiLayerNetwork) model);
                UpdaterStateCopy.copy(updater.getUpdaterBlocks(), replaced.getUpdaterBlocks());
                ((MultiLayerNetwork) model).setUpdater(replaced);
            } else {
                ComputationGraphUpdater replaced = new ComputationGraphUpdater((ComputationGraph) model);
                UpdaterStateCopy.copy(updater.getUpdaterBlocks(), replaced.getUpdaterBlocks());
                ((ComputationGraph) model).setUpdater(replaced);
            }
        }
    }
}
