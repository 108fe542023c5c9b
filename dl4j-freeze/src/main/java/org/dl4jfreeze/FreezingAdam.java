package org.dl4jfreeze;

import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.equip.AdamReplacement;
import org.dl4jfreeze.internal.update.FreezingAdamUpdater;
import org.dl4jfreeze.internal.update.StateSize;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ISchedule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adam that can freeze single parameters; replaces {@code new Adam(...)} in a network's configuration.
 *
 * <p>Until something is frozen its results are those of stock Adam, bit for bit. A frozen parameter's update is exactly zero whatever its
 * gradient is, NaN and infinity included; the active parameters follow Adam as if the frozen ones were constants. What is
 * frozen, and the gradient variance that decides it, are stored in DL4J's updater state alongside Adam's moments, and so are saved,
 * restored and cloned with it. Freezing is done by a {@link FreezingListener}; without one this class is Adam with a
 * larger state.
 *
 * <p>Same constructors, builder, defaults, learning-rate schedules and setters as {@link Adam}; JSON and YAML round trip;
 * equality by value, and never equal to a stock {@link Adam}. Updater state: {@value FreezingAdamUpdater#STATES} numbers
 * per parameter (stock Adam: 2), of the network's data type.
 *
 * <p>Method: D. P. Kingma, J. Ba, <em>Adam: a method for stochastic optimization</em>, with the mask {@code alpha(k)} of
 * (2.8) in A. Grabovoy, O. Bakhteev, V. Strijov, <em>Ordering the set of neural network parameters</em>.
 */
public final class FreezingAdam extends Adam {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(FreezingAdam.class);

    /** Creates a FreezingAdam with the defaults of {@link Adam}. */
    public FreezingAdam() {
        super();
    }

    /**
     * Creates a FreezingAdam with beta1, beta2 and epsilon at the defaults of {@link Adam}.
     *
     * @param learningRate step size
     */
    public FreezingAdam(double learningRate) {
        super(learningRate);
    }

    /**
     * Creates a FreezingAdam with beta1, beta2 and epsilon at the defaults of {@link Adam}.
     *
     * @param learningRateSchedule step size by iteration or epoch
     */
    public FreezingAdam(ISchedule learningRateSchedule) {
        super(learningRateSchedule);
    }

    /**
     * Creates a FreezingAdam with a fixed learning rate.
     *
     * @param learningRate step size
     * @param beta1        decay of the first moment, in [0,1)
     * @param beta2        decay of the second moment, in [0,1)
     * @param epsilon      added to the root of the second moment
     */
    public FreezingAdam(double learningRate, double beta1, double beta2, double epsilon) {
        super(learningRate, beta1, beta2, epsilon);
    }

    /**
     * Creates a FreezingAdam with the values of a stock Adam; its schedule is copied, so that the two share nothing.
     *
     * @param adam source of the values; not modified
     * @throws NullPointerException if {@code adam} is null
     */
    public FreezingAdam(Adam adam) {
        super(checked(adam).getLearningRate(), adam.getBeta1(), adam.getBeta2(), adam.getEpsilon());
        setLearningRateSchedule(copyOf(adam.getLearningRateSchedule()));
    }

    private static Adam checked(Adam adam) {
        return Objects.requireNonNull(adam, "adam is null; pass the Adam to replace, or call new FreezingAdam()");
    }

    /**
     * Replaces stock Adam by FreezingAdam in a network that was built, or restored from a file, with stock Adam. Nothing else
     * changes: same object, parameters, listeners, iteration and epoch counts, current learning rates and schedules, and
     * moments; its next steps are bit for bit those that it would have made. Nothing is frozen, and a {@link FreezingListener}
     * counts from when it is attached. Parameters that already have a FreezingAdam keep it, with its mask.
     *
     * <p>The network gets a separate configuration with FreezingAdam, and is saved and cloned with it; the configuration object
     * that it was built from, and other networks built from that, keep Adam. References to {@code
     * getLayerWiseConfigurations()} or {@code getConfiguration()} must be fetched again.
     *
     * @param <T>     the kind of network
     * @param network a {@code MultiLayerNetwork} or {@code ComputationGraph}, initialised, trained or not; modified
     * @return the same network
     * @throws IllegalArgumentException if it is neither of the two, is not initialised, or has a parameter that trains with
     *     an updater other than Adam and FreezingAdam; the message names them all, and nothing is changed
     */
    public static <T extends Model> T equip(T network) {
        AdamReplacement.equip(network, FreezingAdam::new, false);
        return network;
    }

    /**
     * Replaces stock Adam as {@link #equip} does, in a network in which some parameters have another updater, such as the
     * Nesterovs on the biases of DL4J's AlexNet: these keep it, train as before, and can't be frozen.
     *
     * @param <T>     the kind of network
     * @param network a {@code MultiLayerNetwork} or {@code ComputationGraph}, initialised, trained or not; modified
     * @return the same network
     * @throws IllegalArgumentException if it is neither of the two, is not initialised, or has no Adam at all; nothing is
     *     changed then
     */
    public static <T extends Model> T equipWhereAdam(T network) {
        AdamReplacement.equip(network, FreezingAdam::new, true);
        return network;
    }

    /**
     * Puts stock Adam in place again, so that a saved network needs no class of this library. The reverse of {@link #equip}: same
     * object, parameters, counts, current learning rates and schedules, and moments; if nothing is frozen, its next steps are bit for
     * bit those that it would have made. What was frozen trains again from the next update on, with Adam's moments as they were when
     * it was frozen; a log line at INFO says how many parameters these are. The parameters themselves do not change.
     *
     * <p>The network gets a separate configuration with {@link Adam}, without what kept weight decay and constraints from frozen
     * parameters. Other networks on the old configuration keep FreezingAdam, as do clones. Mask and gradient variance are dropped, and
     * the {@link FreezingListener}s and {@link FreezingCheckpointListener}s of the network are removed from it, because they need
     * FreezingAdam: query the listener before. Parameters of other updaters, and a network without FreezingAdam, stay as they are.
     * Call it between two calls of {@code fit}.
     *
     * @param <T>     the kind of network
     * @param network a {@code MultiLayerNetwork} or {@code ComputationGraph}, initialised, trained or not; modified
     * @return the same network
     * @throws IllegalArgumentException if it is neither of the two, or has a FreezingAdam where Deeplearning4j's own layers do not keep
     *     their updater; nothing is changed then
     * @throws IllegalStateException    if it is not initialised
     */
    public static <T extends Model> T release(T network) {
        int frozen = AdamReplacement.release(network, FreezingAdam.class, FreezingAdam::stock);
        NetworkAdapter.of(network)
                .removeListeners(listener ->
                        listener instanceof FreezingListener || listener instanceof FreezingCheckpointListener);
        if (frozen > 0) {
            LOG.info("Released to stock Adam: {} parameters that were frozen train again", frozen);
        }
        return network;
    }

    private static Adam stock(Adam freezing) {
        Adam adam =
                new Adam(freezing.getLearningRate(), freezing.getBeta1(), freezing.getBeta2(), freezing.getEpsilon());
        adam.setLearningRateSchedule(copyOf(freezing.getLearningRateSchedule()));
        return adam;
    }

    private static ISchedule copyOf(ISchedule schedule) {
        return schedule == null ? null : schedule.clone();
    }

    /**
     * Creates a builder with the defaults of {@link Adam}.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public long stateSize(long numParams) {
        return StateSize.check(FreezingAdamUpdater.STATES * numParams, numParams);
    }

    @Override
    public GradientUpdater<Adam> instantiate(INDArray viewArray, boolean initializeViewArray) {
        FreezingAdamUpdater updater = new FreezingAdamUpdater(this);
        long[] gradientShape = {viewArray.length() / FreezingAdamUpdater.STATES};
        updater.setStateViewArray(viewArray, gradientShape, viewArray.ordering(), initializeViewArray);
        return updater;
    }

    @Override
    public GradientUpdater<Adam> instantiate(Map<String, INDArray> updaterState, boolean initializeStateArrays) {
        FreezingAdamUpdater updater = new FreezingAdamUpdater(this);
        updater.setState(updaterState, initializeStateArrays);
        return updater;
    }

    /**
     * Copies this configuration, including the schedule.
     *
     * @return the copy
     */
    @Override
    public FreezingAdam clone() {
        return new FreezingAdam(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FreezingAdam && super.equals(other);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof FreezingAdam;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + 1;
    }

    @Override
    public String toString() {
        return "Freezing" + super.toString();
    }

    /** Builds a {@link FreezingAdam}; the same setters and defaults as {@link Adam.Builder}. */
    public static final class Builder extends Adam.Builder {

        /** Creates a builder with the defaults of {@link Adam}. */
        public Builder() {
            super();
        }

        @Override
        public Builder learningRate(double learningRate) {
            super.learningRate(learningRate);
            return this;
        }

        @Override
        public Builder learningRateSchedule(ISchedule learningRateSchedule) {
            super.learningRateSchedule(learningRateSchedule);
            return this;
        }

        @Override
        public Builder beta1(double beta1) {
            super.beta1(beta1);
            return this;
        }

        @Override
        public Builder beta2(double beta2) {
            super.beta2(beta2);
            return this;
        }

        @Override
        public Builder epsilon(double epsilon) {
            super.epsilon(epsilon);
            return this;
        }

        @Override
        public FreezingAdam build() {
            return new FreezingAdam(super.build());
        }
    }
}
