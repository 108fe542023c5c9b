package org.dl4jfreeze.internal.dl4j;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.ParameterGroup;
import org.dl4jfreeze.internal.memory.DirectBuffers;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.dl4jfreeze.internal.memory.VectorSegment;
import org.dl4jfreeze.internal.update.FreezingAdamUpdater;
import org.dl4jfreeze.internal.update.FrozenEntries;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;

/**
 * The library's view of a network: the flat parameter vector, the mask over all of it, the variance in the updater state, and
 * the scratch memory of samples.
 *
 * <p>DL4J splits the parameter vector into updater blocks; here they are joined again. A view belongs to the network's present
 * updater: when DL4J rebuilds that, {@link #of} returns a new view. Not thread-safe.
 */
public final class NetworkView implements FreezableNetwork {

    private final NetworkAdapter network;
    private final List<UpdaterBlock> blocks;
    private final List<UpdaterBlock> freezableBlocks;
    private final List<ParameterGroup> groups;
    private final SampleScratch scratch;
    private final Map<Class<?>, Object> attachments = new HashMap<>();
    private WeakReference<Object> varianceOwner = new WeakReference<>(null);

    private NetworkView(NetworkAdapter network) {
        this.network = network;
        this.blocks = List.copyOf(network.updater().getUpdaterBlocks());
        this.freezableBlocks = blocks.stream()
                .filter(block -> block.getGradientUpdater() instanceof FreezingAdamUpdater)
                .collect(Collectors.toUnmodifiableList());
        this.groups = UpdaterBlockContents.groups(blocks);
        this.scratch = new SampleScratch(network.params().length());
    }

    /** Tells whether a model is a whole network: DL4J also calls listeners with single layers, while it pretrains them. */
    public static boolean isNetwork(Model model) {
        return NetworkAdapter.isNetwork(model);
    }

    /** Returns the view of a network, see {@link FreezableNetwork#of}. */
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
            updaterOf(block).attach(block.getGradientView());
        }
    }

    /**
     * Returns the view of a network's present updater, null if there is none yet. A view is kept by its updater: it becomes
     * garbage together with it, and does not keep the network reachable.
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

    /** Returns what another package keeps with this view, for exactly as long as the view lives; made on first use. */
    public <T> T attachment(Class<T> type, Function<NetworkView, T> maker) {
        return type.cast(attachments.computeIfAbsent(type, absent -> maker.apply(this)));
    }

    /** Tells whether DL4J has freed the parameters. */
    boolean isClosed() {
        try {
            return network.params().wasClosed();
        } catch (IllegalArgumentException closed) {
            // parameters of rank 2 are reshaped by each query, which a closed buffer refuses
            return true;
        }
    }

    /** Returns the adapter of the network. */
    public NetworkAdapter adapter() {
        return network;
    }

    @Override
    public int parameterCount() {
        return Math.toIntExact(network.params().length());
    }

    /** Returns the flat parameter vector, shape [p]: a view of the network's own array. */
    public INDArray parameters() {
        INDArray params = network.params();
        return params.reshape(params.length());
    }

    /** Returns the data type of statistics over the parameters: FLOAT for networks in half precision. */
    public DataType statisticsType() {
        return network.params().dataType() == DataType.DOUBLE ? DataType.DOUBLE : DataType.FLOAT;
    }

    @Override
    public int[] freezableIndices() {
        return ParameterRanges.of(
                        groups.stream().filter(ParameterGroup::isFreezable).collect(Collectors.toList()))
                .toIndices();
    }

    @Override
    public List<ParameterGroup> groups() {
        return groups;
    }

    /**
     * Returns the names of a {@code MultiLayerNetwork}'s layers by their numbers, from 0; without the numbers that are themselves names
     * of layers. Empty for a graph, whose layers always have names.
     */
    public Map<String, String> layersByNumber() {
        Map<String, String> names = new HashMap<>();
        Layer[] layers = isGraph() ? new Layer[0] : network.layers();
        for (int i = 0; i < layers.length; i++) {
            String name = layers[i].getConfig().getLayerName();
            if (name != null) {
                names.put(Integer.toString(i), name);
            }
        }
        names.keySet().removeAll(Set.copyOf(names.values()));
        return names;
    }

    /** Tells whether the network is a {@code ComputationGraph}, and not a {@code MultiLayerNetwork}. */
    public boolean isGraph() {
        return network instanceof GraphAdapter;
    }

    /** Returns DL4J's count of epochs, from 0. */
    public int epochCount() {
        return network.epochCount();
    }

    /** Returns DL4J's count of iterations, from 0. */
    public int iterationCount() {
        return network.iterationCount();
    }

    @Override
    public FreezeMask mask() {
        FreezeMask.Builder mask = new FreezeMask.Builder(parameterCount());
        for (UpdaterBlock block : freezableBlocks) {
            mask.freezeAll(block.getParamOffsetStart(), updaterOf(block).mask());
        }
        return mask.build();
    }

    /** Remembers the present mask at no cost, for the case that DL4J drops the updater state; the mask is built when needed. */
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
     * Tells whether the updater state holds a mask in exact ones and zeros: averaging may leave 0.99999994 instead of 1, which
     * would drift.
     */
    public boolean holdsExactly(FreezeMask mask) {
        return freezableBlocks.stream().allMatch(block -> updaterOf(block)
                .holdsExactly(mask.slice(block.getParamOffsetStart(), block.getParamOffsetEnd())));
    }

    @Override
    public void freeze(FreezeMask mask) {
        Objects.requireNonNull(mask, "mask is null; pass the parameters to freeze, or call thaw()");
        if (mask.length() != parameterCount()) {
            throw new IllegalArgumentException("Invalid mask, must have the network's " + parameterCount()
                    + " parameters, received " + mask.length() + "; use a mask made for this architecture");
        }
        for (ParameterGroup group : groups()) {
            int frozen = mask.frozenCount(group.offset(), group.offset() + group.length());
            if (!group.isFreezable() && frozen > 0) {
                throw new IllegalArgumentException("Invalid mask, freezes " + frozen + " parameters of " + group
                        + ", which is not updated by FreezingAdam; freeze only freezableIndices()");
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
     * Keeps weight decay and constraints, which act after the updater, from moving frozen parameters. {@link #freeze} does so
     * too; a network whose updater state was restored or averaged may have the mask without it.
     */
    public void keepFrozen() {
        FrozenNetworks.add(this);
        for (UpdaterBlock block : freezableBlocks) {
            block.getLayersAndVariablesInBlock().forEach(TrainableLayers::keepFrozen);
        }
    }

    /**
     * Completes an iteration before a decision that uses its parameters or freezes them: where DL4J is about to apply constraints,
     * which it does after {@code iterationDone}, they are applied at once, under the present mask, and not again by DL4J.
     */
    public void completeIteration() {
        if (ListenerCall.present() == ListenerCall.ITERATION_DONE) {
            keepFrozen();
            network.applyConstraintsAhead();
        }
    }

    @Override
    public void thaw() {
        freeze(FreezeMask.none(parameterCount()));
    }

    /** Writes values, shape [p] in the network's data type, to the frozen parameters; replicas must agree in them bit for bit. */
    public void setFrozen(FreezeMask mask, INDArray values) {
        new FrozenEntries(mask).set(parameters(), values);
    }

    /**
     * Sets the gradients of frozen parameters to zero in layers whose gradients are clipped or normalised together, so that they
     * count as constants there too. To be called in {@code onGradientCalculation}.
     */
    public void clearFrozenGradients() {
        for (UpdaterBlock block : freezableBlocks) {
            FreezingAdamUpdater updater = updaterOf(block);
            if (updater.isAnyFrozen() && UpdaterBlockContents.hasGradientNormalization(block)) {
                updater.clearFrozen(block.getGradientView());
            }
        }
    }

    /**
     * Freezes again what other code has thawed, by overwriting the updater state since the latest update or change of the mask.
     *
     * @return how many parameters
     */
    public int restoreMask() {
        int restored = 0;
        for (UpdaterBlock block : freezableBlocks) {
            restored += updaterOf(block).restoreMask();
        }
        return restored;
    }

    /** Notices that a listener hears of the next update. */
    public void hear() {
        for (UpdaterBlock block : freezableBlocks) {
            updaterOf(block).hear();
        }
    }

    /** Tells whether Adam has moved a parameter of an array before that was frozen. */
    boolean hasMoved(ParameterGroup group) {
        return blockOf(group)
                .filter(block -> {
                    int from = group.offset() - block.getParamOffsetStart();
                    return updaterOf(block).hasMoved(from, from + group.length());
                })
                .isPresent();
    }

    /** Tells whether FreezingAdam updates an array, whether or not that can be frozen. */
    boolean isUpdatedByFreezingAdam(ParameterGroup group) {
        return blockOf(group).isPresent();
    }

    private Optional<UpdaterBlock> blockOf(ParameterGroup group) {
        return freezableBlocks.stream()
                .filter(block ->
                        group.offset() >= block.getParamOffsetStart() && group.offset() < block.getParamOffsetEnd())
                .findFirst();
    }

    /** Makes DL4J call one of the network's listeners also while it pretrains single layers. */
    public void listenToPretraining(TrainingListener listener) {
        PretrainedLayer.listen(listener, network.layers());
    }

    /**
     * Hands the mask to a single layer that is pretrained, which DL4J gives an updater of its own. To be called in
     * {@code onGradientCalculation}.
     *
     * @return whether the model is a layer of this network
     */
    public boolean freezePretrained(Model layer) {
        return PretrainedLayer.freeze(layer, blocks, mask());
    }

    /**
     * Claims the variance in the updater state: two listeners on one network cannot both keep theirs there.
     *
     * @param owner who wants to write to it; not kept reachable
     * @return whether the owner holds the claim after this call
     */
    public boolean claimVariance(Object owner) {
        Object present = varianceOwner.get();
        if (present == null) {
            varianceOwner = new WeakReference<>(owner);
        }
        return present == null || present == owner;
    }

    /** Returns where the gradient variance is kept: views of the updater state, one for each block. */
    public List<VectorSegment> varianceSegments() {
        List<VectorSegment> segments = new ArrayList<>();
        for (UpdaterBlock block : freezableBlocks) {
            segments.add(new VectorSegment(
                    block.getParamOffsetStart(), updaterOf(block).variance()));
        }
        return segments;
    }

    /** Writes a gradient variance, shape [p], into the updater state; entries of parameters that cannot be frozen are ignored. */
    public void setVariance(INDArray variance) {
        varianceSegments().forEach(segment -> segment.assign(variance));
    }

    @Override
    public INDArray variance() {
        INDArray variance = Nd4j.zeros(statisticsType(), parameterCount());
        varianceSegments().forEach(segment -> segment.copyTo(variance));
        return variance;
    }

    /** Tells whether the updater state holds a gradient variance other than 0. */
    public boolean hasVariance() {
        return states(FreezingAdamUpdater.VARIANCE_STATE).stream()
                .anyMatch(variance -> variance.amaxNumber().doubleValue() > 0);
    }

    /** Tells whether the updater state holds a first moment other than 0: Adam has taken a step. */
    public boolean hasMoments() {
        return states(AdamUpdater.M_STATE).stream()
                .anyMatch(moments -> moments.amaxNumber().doubleValue() != 0);
    }

    /** Returns the mask's arrays in the updater state, one for each block; an entry above one half means frozen. */
    public List<INDArray> maskStates() {
        return states(FreezingAdamUpdater.FROZEN_STATE);
    }

    private List<INDArray> states(String key) {
        return freezableBlocks.stream()
                .map(block -> updaterOf(block).getState().get(key))
                .collect(Collectors.toList());
    }

    /**
     * Opens the scratch memory for one sample. Where all parameters are one updater block of which nothing is frozen, on the CPU,
     * it is the mask's place in the updater state; otherwise a separate vector, kept until {@link #releaseScratch()}. Until it is
     * closed, this thread must neither read nor set the mask.
     *
     * @return the scratch memory, to be closed in the same thread
     */
    public SampleScratch openSample() {
        return scratch.open(blocks.size() == 1 ? updaterOf(blocks.get(0)).borrowMask() : null);
    }

    /** Opens the scratch memory for one sample in a separate vector, because another thread may be copying the updater state. */
    public SampleScratch openSampleApart() {
        return scratch.open(null);
    }

    /** Releases the separate scratch memory; the next sample allocates it again. */
    public void releaseScratch() {
        scratch.release();
    }

    /** Tells whether {@link #openSample} would now need a vector in addition to the updater state. */
    public boolean needsWorkMemory() {
        return blocks.size() > 1
                || updaterOf(blocks.get(0)).isAnyFrozen()
                || !DirectBuffers.isAccessible(maskStates().get(0));
    }

    /** Keeps a graph's labels for samples, which it clears afterwards. To be called in {@code onBackwardPass}. */
    public void rememberLabels() {
        network.rememberLabels();
    }

    /**
     * Returns the update that DL4J has subtracted from the parameters in the iteration just done: its updater leaves it where the
     * gradient was. Gradient normalisation, penalties, learning rate, moments and weight decay are in it, constraints are not.
     *
     * @return shape [p], FLOAT or DOUBLE; read-only, valid until the next iteration
     */
    public INDArray appliedUpdate() {
        return FlatArray.atLeastFloat(network.gradientView());
    }

    private static FreezingAdamUpdater updaterOf(UpdaterBlock block) {
        return (FreezingAdamUpdater) block.getGradientUpdater();
    }
}
