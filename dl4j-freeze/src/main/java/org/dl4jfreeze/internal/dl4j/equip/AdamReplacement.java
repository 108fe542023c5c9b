package org.dl4jfreeze.internal.dl4j.equip;

import java.util.ArrayList;
import java.util.List;
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
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.TrainableLayers;
import org.dl4jfreeze.internal.update.FreezingAdamUpdater;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Replaces stock Adam in an existing network, trained or not, and keeps its moments bit for bit.
 *
 * <p>The network, its parameters, listeners, and iteration and epoch counts stay the same objects and numbers; it receives a new
 * updater and a separate configuration, because other networks may share the old one.
 */
public final class AdamReplacement {

    private static final int NAMED = 12;

    private final Model model;
    private final UnaryOperator<Adam> replacement;
    private final BaseMultiLayerUpdater<?> updater;
    private final List<ParamState> stockAdam = new ArrayList<>();
    private final List<ParamState> others = new ArrayList<>();
    private boolean anyReplaced;

    private AdamReplacement(Model model, UnaryOperator<Adam> replacement) {
        NetworkAdapter network = NetworkAdapter.of(model);
        if (!isInitialised(model)) {
            throw new IllegalArgumentException(
                    "This network has no updater yet, because it has not been initialised; call init() first");
        }
        this.model = model;
        this.replacement = replacement;
        this.updater = network.updater();
        for (UpdaterBlock block : updater.getUpdaterBlocks()) {
            for (ParamState state : block.getLayersAndVariablesInBlock()) {
                IUpdater present = updaterOf(state);
                if (isStockAdam(present)) {
                    stockAdam.add(state);
                } else if (block.getGradientUpdater() instanceof FreezingAdamUpdater) {
                    anyReplaced = true;
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
    public static void inPlace(Model model, UnaryOperator<Adam> replacement, boolean othersAllowed) {
        AdamReplacement found = new AdamReplacement(model, replacement);
        if (!found.others.isEmpty() && !othersAllowed) {
            throw new IllegalArgumentException("Not every parameter of this network is updated by Adam: "
                    + found.othersNamed()
                    + "; configure Adam for these first, or call FreezingAdam.equipWhereAdam(network), which"
                    + " leaves them as they are: they train as before and cannot be frozen");
        }
        if (found.stockAdam.isEmpty() && !found.anyReplaced) {
            throw new IllegalArgumentException("No parameter of this network is updated by Adam"
                    + (found.others.isEmpty() ? "; it has no parameters that train" : ": " + found.othersNamed()));
        }
        if (!found.stockAdam.isEmpty()) {
            found.replace();
        }
    }

    private static boolean isInitialised(Model model) {
        return model instanceof MultiLayerNetwork
                ? ((MultiLayerNetwork) model).isInitCalled()
                : ((ComputationGraph) model).getVertices() != null;
    }

    /** Tells whether an updater is exactly Adam: a class that users derive from Adam may do anything. */
    private static boolean isStockAdam(IUpdater updater) {
        return updater != null && updater.getClass() == Adam.class;
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

    private void replace() {
        ConfigurationCopies copies = new ConfigurationCopies(this::inCopy);
        ConfigurationSwap configurations = new ConfigurationSwap(model, copies);
        for (ParamState state : stockAdam) {
            TrainingConfig copy = copies.existing(state.getLayer().getConfig());
            if (copy == null || isStockAdam(copy.getUpdaterByParam(state.getParamName()))) {
                throw new IllegalArgumentException("The Adam of " + nameOf(state) + " cannot be replaced: "
                        + state.getLayer().getConfig().getClass().getName() + " keeps it where Deeplearning4j's own"
                        + " layers do not; build the network with FreezingAdam instead");
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
        if (isStockAdam(original)) {
            return replacement.apply((Adam) original);
        }
        return original == null ? null : original.clone();
    }

    @SuppressWarnings("try") // the scope is left by closing it
    private void replaceUpdater() {
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
