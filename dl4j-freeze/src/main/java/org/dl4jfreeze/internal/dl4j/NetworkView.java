package org.dl4jfreeze.internal.dl4j;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.ParameterGroup;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.internal.gradient.GradientAccess;
import org.dl4jfreeze.internal.gradient.GradientSources;
import org.dl4jfreeze.internal.gradient.IterationGradients;
import org.dl4jfreeze.internal.memory.DirectBuffers;
import org.dl4jfreeze.internal.order.ParameterRanges;
import org.dl4jfreeze.internal.replicas.ThresholdResidual;
import org.dl4jfreeze.internal.replicas.UpdaterStateCounters;
import org.dl4jfreeze.internal.statistics.DiagonalCovariance;
import org.dl4jfreeze.internal.update.FreezingAdamUpdater;
import org.dl4jfreeze.internal.update.FrozenEntries;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;

/**
 * A network whose parameters, or some of them, are updated by {@code FreezingAdam}: the flat parameter vector, what can be
 * frozen in it, and the mask over all of it.
 *
 * <p>DL4J cuts the parameter vector into updater blocks; here they are put together again. Blocks of other updaters (SGD on
 * the biases, the running means of batch normalisation) take no part. A view of the network's present updater: when DL4J
 * rebuilds that, {@link #isCurrent()} turns false and {@link #of} gives a new view. Not thread-safe.
 */
public final class NetworkView {

    private final NetworkAdapter network;
    private final List<UpdaterBlock> blocks;
    private final List<UpdaterBlock> freezableBlocks;
    private final List<ParameterGroup> groups;
    private final GradientSources gradients;
    private WeakReference<Object> varianceOwner = new WeakReference<>(null);

    private NetworkView(NetworkAdapter network) {
        this.network = network;
        this.blocks = List.copyOf(network.updater().getUpdaterBlocks());
        this.freezableBlocks = blocks.stream()
                .filter(block -> block.getGradientUpdater() instanceof FreezingAdamUpdater)
                .collect(Collectors.toUnmodifiableList());
        this.groups = UpdaterBlockContents.groups(blocks);
        this.gradients = new GradientSources(network);
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
     * The view of a network; the same one as long as DL4J does not rebuild the network's updater.
     *
     * @param model a {@code MultiLayerNetwork} or {@code ComputationGraph}, initialised
     * @return the view
     * @throws IllegalArgumentException if the model is neither of the two
     * @throws IllegalStateException    if no parameter of it is updated by FreezingAdam
     */
    public static NetworkView of(Model model) {
        NetworkAdapter adapter = NetworkAdapter.of(model);
        NetworkView present = attachedTo(adapter);
        if (present != null) {
            return present;
        }
        NetworkView found = new NetworkView(adapter);
        if (found.groups.stream().noneMatch(ParameterGroup::isFreezable)) {
            throw new IllegalStateException("Nothing in this network can be frozen: its parameters are updated by "
                    + UpdaterBlockContents.updaterNames(found.blocks)
                    + ", none by FreezingAdam; write .updater(new FreezingAdam(...)) in its configuration in place of"
                    + " Adam");
        }
        found.freezableBlocks.forEach(found::attachTo);
        return found;
    }

    private void attachTo(UpdaterBlock block) {
        updaterOf(block).setAttachment(this);
        if (block.getGradientView() != null) {
            updaterOf(block).meet(block.getGradientView());
        }
    }

    /**
     * The view that has been made of a network's present updater, null if there is none. Views are kept by the updater that
     * they are of: so they end with it, and nobody who looks at a network through them keeps the network alive.
     */
    private static NetworkView attachedTo(NetworkAdapter network) {
        NetworkView attached = null;
        int blocks = 0;
        for (UpdaterBlock block : network.updater().getUpdaterBlocks()) {
            if (block.getGradientUpdater() instanceof FreezingAdamUpdater) {
                Object attachment = updaterOf(block).attachment();
                if (attachment == null || attached != null && attachment != attached) {
                    return null;
                }
                attached = (NetworkView) attachment;
                blocks++;
            }
        }
        return attached != null && attached.freezableBlocks.size() == blocks ? attached : null;
    }

    /** Whether DL4J has given the parameters' memory back. */
    boolean isClosed() {
        return network.params().wasClosed();
    }

    /**
     * Whether the network still has the updater that this view is of.
     *
     * @return false once DL4J has rebuilt the updater
     */
    public boolean isCurrent() {
        return attachedTo(network) == this;
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
     * @return shape [p]; a view of the network's own array
     */
    public INDArray parameters() {
        INDArray params = network.params();
        return params.reshape(params.length());
    }

    /**
     * The parameters that can be frozen.
     *
     * @return ascending indices in the flat parameter vector
     */
    public int[] participants() {
        return ParameterRanges.of(
                        groups.stream().filter(ParameterGroup::isFreezable).collect(Collectors.toList()))
                .toIndices();
    }

    /**
     * All parameter arrays of all layers, in the order of the flat parameter vector.
     *
     * @return the groups
     */
    public List<ParameterGroup> groups() {
        return groups;
    }

    /**
     * What is frozen now, read from the updater state.
     *
     * @return the mask, of {@link #parameterCount()} parameters
     */
    public FreezeMask mask() {
        FreezeMask.Builder mask = new FreezeMask.Builder(parameterCount());
        for (UpdaterBlock block : freezableBlocks) {
            mask.freezeAll(block.getParamOffsetStart(), updaterOf(block).mask());
        }
        return mask.build();
    }

    /**
     * The mask as it is now, at no cost: to be looked at if the updater state should be lost.
     *
     * @return gives the mask when asked
     */
    public Supplier<FreezeMask> remembered() {
        List<FreezeMask> masks = new ArrayList<>(freezableBlocks.size());
        freezableBlocks.forEach(block -> masks.add(updaterOf(block).latestMask()));
        int[] offsets = freezableBlocks.stream()
                .mapToInt(UpdaterBlock::getParamOffsetStart)
                .toArray();
        int length = parameterCount();
        return () -> {
            FreezeMask.Builder all = new FreezeMask.Builder(length);
            for (int i = 0; i < offsets.length; i++) {
                all.freezeAll(offsets[i], masks.get(i));
            }
            return all.build();
        };
    }

    /**
     * Claims the variance in the updater state: two listeners on one network can't both keep theirs there.
     *
     * @param owner who wants to write to it; not kept alive
     * @return whether it is the owner's, by now or already
     */
    public boolean claimVariance(Object owner) {
        Object present = varianceOwner.get();
        if (present == null) {
            varianceOwner = new WeakReference<>(owner);
        }
        return present == null || present == owner;
    }

    /**
     * Whether a mask is what the updater state holds, in ones and zeros: averaging may leave 0.99999994 in place of 1, which
     * says the same, but for how long.
     *
     * @param mask of {@link #parameterCount()} parameters
     * @return false if {@link #freeze} would change the updater state, and by more than rounding in single entries
     */
    public boolean holdsExactly(FreezeMask mask) {
        return freezableBlocks.stream().allMatch(block -> updaterOf(block)
                .holdsExactly(mask.slice(block.getParamOffsetStart(), block.getParamOffsetEnd())));
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
        for (UpdaterBlock block : freezableBlocks) {
            updaterOf(block).setMask(mask.slice(block.getParamOffsetStart(), block.getParamOffsetEnd()));
        }
        if (mask.isAnyFrozen()) {
            keepFrozen();
        }
    }

    /**
     * Keeps weight decay and constraints, which act behind the updater, from moving frozen parameters. Freezing does so too; a
     * network whose updater state was restored or averaged may have the mask without it.
     */
    public void keepFrozen() {
        FrozenNetworks.add(this);
        for (UpdaterBlock block : freezableBlocks) {
            block.getLayersAndVariablesInBlock().forEach(TrainableLayers::keepFrozen);
        }
    }

    /** Freezes nothing any more. Adam's moments are as they were when the parameters were frozen. */
    public void thaw() {
        freeze(FreezeMask.none(parameterCount()));
    }

    /**
     * Writes values to the frozen parameters; for replicas of one training, which must agree in them to the bit.
     *
     * @param mask   of {@link #parameterCount()} parameters
     * @param values shape [p], of the network's data type; read where frozen
     */
    public void setFrozen(FreezeMask mask, INDArray values) {
        new FrozenEntries(mask).set(parameters(), values);
    }

    /**
     * Makes DL4J call a listener while it pretrains layers, too.
     *
     * @param listener one of the network's listeners
     */
    public void listenToPretraining(TrainingListener listener) {
        PretrainedLayer.listen(listener, network.layers());
    }

    /**
     * Drops what threshold encoding has not sent yet of earlier updates of frozen parameters. To be called in the thread that
     * trains the network.
     *
     * @param mask of {@link #parameterCount()} parameters
     */
    public void dropUnsentUpdates(FreezeMask mask) {
        ThresholdResidual.drop(network.model(), mask);
    }

    /**
     * Keeps a single layer's frozen parameters while it is pretrained: DL4J gives it an updater of its own then. To be
     * called in {@code onGradientCalculation}.
     *
     * @param layer the model that a listener is called with
     * @return whether it is a layer of this network
     */
    public boolean freezePretrained(Model layer) {
        return PretrainedLayer.freeze(layer, blocks, mask());
    }

    /**
     * Where the gradient variance is kept: the updater state, block by block.
     *
     * @return the segments of the diagonal
     */
    public List<DiagonalCovariance.Segment> varianceSegments() {
        List<DiagonalCovariance.Segment> segments = new ArrayList<>();
        for (UpdaterBlock block : freezableBlocks) {
            segments.add(new DiagonalCovariance.Segment(
                    block.getParamOffsetStart(), updaterOf(block).variance()));
        }
        return segments;
    }

    /**
     * Writes the gradient variance into the updater state.
     *
     * @param variance shape [p], FLOAT or DOUBLE; entries of parameters that take no part are not read
     */
    public void setVariance(INDArray variance) {
        new DiagonalCovariance(varianceSegments(), SmoothingSchedule.mean()).assign(variance);
    }

    /**
     * The gradient variance in the updater state.
     *
     * @return a copy, shape [p], FLOAT or DOUBLE; 0 for parameters that take no part
     */
    public INDArray variance() {
        INDArray variance = Nd4j.zeros(
                parameters().dataType() == DataType.DOUBLE ? DataType.DOUBLE : DataType.FLOAT, parameterCount());
        new DiagonalCovariance(varianceSegments(), SmoothingSchedule.mean()).copyTo(variance);
        return variance;
    }

    /**
     * Whole numbers that were left in the updater state on Spark, where a task knows nothing else of the one before.
     *
     * @param count how many
     * @return the numbers; zeros if none were
     */
    public long[] sparkRecord(int count) {
        return new UpdaterStateCounters(frozenStates()).read(count);
    }

    /**
     * Leaves whole numbers in the updater state, in the first entries of the mask, which say the same about the parameters
     * as before.
     *
     * @param numbers from 0; exact up to 2^24 in a FLOAT network
     * @throws IllegalStateException if the network has fewer parameters updated by FreezingAdam
     */
    public void setSparkRecord(long... numbers) {
        new UpdaterStateCounters(frozenStates()).write(numbers);
    }

    private List<INDArray> frozenStates() {
        return states(FreezingAdamUpdater.FROZEN_STATE);
    }

    private List<INDArray> states(String key) {
        return freezableBlocks.stream()
                .map(block -> updaterOf(block).getState().get(key))
                .collect(Collectors.toList());
    }

    /**
     * Whether Adam has taken a step that is known to the updater state.
     *
     * @return whether there is a first moment other than 0
     */
    public boolean hasMoments() {
        return states(AdamUpdater.M_STATE).stream()
                .anyMatch(moments -> moments.amaxNumber().doubleValue() != 0);
    }

    /**
     * Whether the updater state holds a gradient variance.
     *
     * @return whether there is one other than 0
     */
    public boolean hasVariance() {
        return states(FreezingAdamUpdater.VARIANCE_STATE).stream()
                .anyMatch(variance -> variance.amaxNumber().doubleValue() > 0);
    }

    /**
     * Whether this is a {@code ComputationGraph}.
     *
     * @return false for a {@code MultiLayerNetwork}
     */
    public boolean isGraph() {
        return network instanceof GraphAdapter;
    }

    /**
     * How many epochs DL4J has counted.
     *
     * @return the network's epoch count, from 0
     */
    public int epochCount() {
        return network.epochCount();
    }

    /**
     * How many iterations DL4J has counted.
     *
     * @return the network's iteration count, from 0
     */
    public int iterationCount() {
        return network.iterationCount();
    }

    /**
     * The gradients of the network's iterations, for a sampler.
     *
     * @param needsExampleGradient whether single examples' gradients will be asked for
     * @return the access; follows the network from iteration to iteration
     * @throws IllegalStateException if they will be, and can't be had of this network
     */
    public GradientAccess gradients(boolean needsExampleGradient) {
        return gradients.of(needsExampleGradient);
    }

    /**
     * The gradients of the network's iterations, for this sampler.
     *
     * @param sampler says which will be asked for
     * @return the access; follows the network from iteration to iteration
     * @throws IllegalStateException if they can't be had of this network
     */
    public GradientAccess gradients(GradientSampler sampler) {
        return gradients.of(sampler);
    }

    /**
     * Takes a sample. Where all parameters are one updater block of which nothing is frozen, on the CPU, the place of the mask in
     * the updater state, which says nothing then, is the work memory; else it is a vector that is kept until
     * {@link #releaseGradients()}.
     *
     * @param sample uses {@link #gradients(GradientSampler)}, and neither asks for the mask nor sets it
     */
    public void sampling(Runnable sample) {
        if (blocks.size() == 1) {
            updaterOf(blocks.get(0)).lendMask(place -> gradients.lend(place, sample));
        } else {
            sample.run();
        }
    }

    /**
     * Whether a sample needs a vector of work memory beyond the updater state now.
     *
     * @return whether {@link #sampling} would make one
     */
    public boolean needsWorkMemory() {
        return blocks.size() > 1
                || updaterOf(blocks.get(0)).isAnyFrozen()
                || !DirectBuffers.isAccessible(
                        states(FreezingAdamUpdater.FROZEN_STATE).get(0));
    }

    /** Gives the memory back that samplers' gradients take; they can be asked for again. */
    public void releaseGradients() {
        gradients.release();
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
        for (UpdaterBlock block : freezableBlocks) {
            FreezingAdamUpdater updater = updaterOf(block);
            if (updater.isAnyFrozen() && UpdaterBlockContents.hasGradientNormalization(block)) {
                updater.clearFrozen(block.getGradientView());
            }
        }
    }

    private static FreezingAdamUpdater updaterOf(UpdaterBlock block) {
        return (FreezingAdamUpdater) block.getGradientUpdater();
    }
}
