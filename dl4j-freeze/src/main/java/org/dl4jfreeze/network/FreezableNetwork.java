package org.dl4jfreeze.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.dl4jfreeze.covariance.DiagonalCovariance;
import org.dl4jfreeze.gradient.GradientAccess;
import org.dl4jfreeze.order.FreezeMask;
import org.dl4jfreeze.update.FreezingAdamUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network whose parameters, or some of them, are updated by {@code FreezingAdam}: the flat parameter vector, what can be
 * frozen in it, and the mask over all of it.
 *
 * <p>DL4J cuts the parameter vector into updater blocks; here they are put together again. Blocks of other updaters (SGD on
 * the biases, the running means of batch normalisation) take no part. A view of the network's present updater: when DL4J
 * rebuilds that, {@link #isCurrent()} turns false and a new view is needed. Not thread-safe.
 */
public final class FreezableNetwork {

    private final NetworkAdapter network;
    private final List<UpdaterBlock> blocks;
    private final List<Object> updaters;

    private FreezableNetwork(NetworkAdapter network) {
        this.network = network;
        this.blocks = List.copyOf(network.updater().getUpdaterBlocks());
        this.updaters = updatersOf(blocks);
    }

    /**
     * Whether a model is a whole network; DL4J calls listeners with single layers too, while these are pretrained.
     *
     * @param model a model
     * @return whether {@link #of} takes it
     */
    public static boolean isNetwork(Model model) {
        return NetworkAdapter.isNetwork(model);
    }

    /**
     * The view of a network.
     *
     * @param model a {@code MultiLayerNetwork} or {@code ComputationGraph}, initialised
     * @return the view
     * @throws IllegalArgumentException if the model is neither of the two
     * @throws IllegalStateException    if no parameter of it is updated by FreezingAdam
     */
    public static FreezableNetwork of(Model model) {
        FreezableNetwork found = new FreezableNetwork(NetworkAdapter.of(model));
        if (found.participants().length == 0) {
            throw new IllegalStateException("Nothing in this network can be frozen: its parameters are updated by "
                    + found.updaterNames()
                    + ", none by FreezingAdam; write .updater(new FreezingAdam(...)) in its configuration in place of"
                    + " Adam");
        }
        return found;
    }

    private Set<String> updaterNames() {
        Set<String> names = new LinkedHashSet<>();
        for (UpdaterBlock block : blocks) {
            names.add(block.getGradientUpdater().getConfig().getClass().getSimpleName());
        }
        return names;
    }

    /**
     * Whether the network still has the updater that this view is of.
     *
     * @return false once DL4J has rebuilt the updater
     */
    public boolean isCurrent() {
        return updatersOf(network.updater().getUpdaterBlocks()).equals(updaters);
    }

    /** The updater objects themselves, by identity: what DL4J replaces when it rebuilds a network's updater. */
    private static List<Object> updatersOf(List<UpdaterBlock> blocks) {
        List<Object> updaters = new ArrayList<>(blocks.size());
        for (UpdaterBlock block : blocks) {
            Object updater = block.getGradientUpdater();
            // stock updaters have value equality, over whole states; only ours are of interest
            updaters.add(updater instanceof FreezingAdamUpdater ? updater : block.getParamOffsetStart());
        }
        return updaters;
    }

    /**
     * The number of parameters, frozen or not, freezable or not.
     *
     * @return {@code p}
     */
    public int parameterCount() {
        return Math.toIntExact(network.params().length());
    }

    /**
     * The flat parameter vector itself.
     *
     * @return shape [p]; the network's own array
     */
    public INDArray parameters() {
        return network.params();
    }

    /**
     * The parameters that can be frozen.
     *
     * @return ascending indices in the flat parameter vector
     */
    public int[] participants() {
        return groups().stream()
                .filter(ParameterGroup::isFreezable)
                .flatMapToInt(group -> IntStream.range(group.offset(), group.offset() + group.length()))
                .toArray();
    }

    /**
     * All parameter arrays of all layers, in the order of the flat parameter vector.
     *
     * @return the groups
     */
    public List<ParameterGroup> groups() {
        List<ParameterGroup> groups = new ArrayList<>();
        for (UpdaterBlock block : blocks) {
            for (UpdaterBlock.ParamState state : block.getLayersAndVariablesInBlock()) {
                groups.add(new ParameterGroup(
                        state.getLayer().getConfig().getLayerName(),
                        state.getParamName(),
                        state.getParamOffsetStart(),
                        state.getParamOffsetEnd() - state.getParamOffsetStart(),
                        block.getGradientUpdater() instanceof FreezingAdamUpdater && !Trainables.isFixedByDl4j(state)));
            }
        }
        return Collections.unmodifiableList(groups);
    }

    /**
     * What is frozen now, read from the updater state.
     *
     * @return the mask, of {@link #parameterCount()} parameters
     */
    public FreezeMask mask() {
        FreezeMask.Builder mask = new FreezeMask.Builder(parameterCount());
        for (UpdaterBlock block : freezableBlocks()) {
            mask.freezeAll(block.getParamOffsetStart(), updaterOf(block).mask());
        }
        return mask.build();
    }

    /**
     * Freezes what a mask says, and thaws everything else, by setting {@code alpha(k)} of (2.8) in the updater state. Holds
     * from the next update on.
     *
     * @param mask of {@link #parameterCount()} parameters
     * @throws IllegalArgumentException if it is of another length, or freezes a parameter that is not updated by
     *     FreezingAdam; nothing is changed then
     */
    public void freeze(FreezeMask mask) {
        if (mask.length() != parameterCount()) {
            throw new IllegalArgumentException("Invalid mask, must have the network's " + parameterCount()
                    + " parameters, received " + mask.length() + "; masks go with the architecture they were made for");
        }
        for (ParameterGroup group : groups()) {
            int frozen = mask.frozenCount(group.offset(), group.offset() + group.length());
            if (!group.isFreezable() && frozen > 0) {
                throw new IllegalArgumentException("Invalid mask, freezes " + frozen + " parameters of " + group
                        + ", which is not updated by FreezingAdam; freeze only participants()");
            }
        }
        for (UpdaterBlock block : freezableBlocks()) {
            updaterOf(block).setMask(mask.slice(block.getParamOffsetStart(), block.getParamOffsetEnd()));
        }
        KeepFrozen.install(network, movedBehindUpdater(mask));
    }

    /** The part of a mask whose parameters weight decay or constraints would move. */
    private FreezeMask movedBehindUpdater(FreezeMask mask) {
        FreezeMask.Builder moved = new FreezeMask.Builder(mask.length());
        for (UpdaterBlock block : freezableBlocks()) {
            for (UpdaterBlock.ParamState state : block.getLayersAndVariablesInBlock()) {
                if (Trainables.isMovedBehindUpdater(state)) {
                    int start = state.getParamOffsetStart();
                    moved.freezeAll(start, mask.slice(start, state.getParamOffsetEnd()));
                }
            }
        }
        return moved.build();
    }

    /** Freezes nothing any more. Adam's moments are as they were when the parameters were frozen. */
    public void thaw() {
        freeze(FreezeMask.none(parameterCount()));
    }

    /**
     * Where the gradient variance is kept: the updater state, block by block.
     *
     * @return the segments of the diagonal
     */
    public List<DiagonalCovariance.Segment> varianceSegments() {
        List<DiagonalCovariance.Segment> segments = new ArrayList<>();
        for (UpdaterBlock block : freezableBlocks()) {
            segments.add(new DiagonalCovariance.Segment(
                    block.getParamOffsetStart(), updaterOf(block).variance()));
        }
        return segments;
    }

    /**
     * The gradients of the network's iterations, for a sampler.
     *
     * @param needsExampleGradient whether single examples' gradients will be asked for
     * @return the access; follows the network from iteration to iteration
     * @throws IllegalStateException if they will be, and can't be had of this network
     */
    public GradientAccess gradients(boolean needsExampleGradient) {
        return new IterationGradients(network, needsExampleGradient);
    }

    /**
     * The update of the iteration that is done, what DL4J has subtracted from the parameters: its updater leaves it where
     * the gradient was. To be called in {@code iterationDone}.
     *
     * @return shape [p], FLOAT or DOUBLE; must not be written to, valid until the next iteration. Gradient normalisation,
     *     penalties, learning rate, moments and weight decay are in it; what constraints do afterwards is not
     */
    public INDArray appliedUpdate() {
        return IterationGradients.atLeastFloat(network.gradientView());
    }

    /** To be called in {@code onBackwardPass}: the last moment at which a graph knows its labels. */
    public void rememberLabels() {
        network.rememberLabels();
    }

    /**
     * To be called in {@code onGradientCalculation}: where the gradients of a layer are clipped or normalised together,
     * those of its frozen parameters are set to zero first, so that they count as constants there too.
     */
    public void clearFrozenGradients() {
        for (UpdaterBlock block : freezableBlocks()) {
            FreezingAdamUpdater updater = updaterOf(block);
            if (updater.isAnyFrozen() && hasGradientNormalization(block)) {
                updater.clearFrozen(block.getGradientView());
            }
        }
    }

    private static boolean hasGradientNormalization(UpdaterBlock block) {
        for (UpdaterBlock.ParamState state : block.getLayersAndVariablesInBlock()) {
            GradientNormalization normalization = state.getLayer().getConfig().getGradientNormalization();
            if (normalization != null && normalization != GradientNormalization.None) {
                return true;
            }
        }
        return false;
    }

    private List<UpdaterBlock> freezableBlocks() {
        List<UpdaterBlock> freezable = new ArrayList<>();
        for (UpdaterBlock block : blocks) {
            if (block.getGradientUpdater() instanceof FreezingAdamUpdater) {
                freezable.add(block);
            }
        }
        return freezable;
    }

    private static FreezingAdamUpdater updaterOf(UpdaterBlock block) {
        return (FreezingAdamUpdater) block.getGradientUpdater();
    }
}
