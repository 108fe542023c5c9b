package org.dl4jfreeze.internal.update;

import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.memory.DirectBuffers;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adam on one block of {@code n} parameters, with the gradient variance and the freeze mask in its state.
 *
 * <p>The state is {@value #STATES} n numbers of the network's data type, in chunks as DL4J splits them: {@code M},
 * {@code V}, {@link #VARIANCE_STATE} and {@link #FROZEN_STATE} (1 = frozen, 0 = active; the paper's {@code alpha} is 1 -
 * frozen). Since it lies in DL4J's updater state view, whatever carries updater state (saving, cloning, data-parallel
 * training) carries the variance and the mask too.
 *
 * <p>While nothing is frozen the step is ND4J's own {@link AdamUpdater}. Once something is, see {@link MaskedAdamStep}.
 * The variance is kept here and never changed here; it is written by the covariance. The mask can be queried while
 * another thread trains: steps and queries exclude each other.
 */
public final class FreezingAdamUpdater implements GradientUpdater<Adam> {

    /** How many numbers per parameter the state holds. */
    public static final int STATES = 4;

    /** Key of the gradient variance in {@link #getState()}. */
    public static final String VARIANCE_STATE = "VARIANCE";

    /** Key of the mask in {@link #getState()}. */
    public static final String FROZEN_STATE = "FROZEN";

    private static final Logger LOG = LoggerFactory.getLogger(FreezingAdamUpdater.class);

    private final Adam config;
    private final AdamUpdater stock;
    private final AdamCoefficients coefficients;

    private INDArray m;
    private INDArray v;
    private INDArray variance;
    private INDArray frozen;

    private StateFingerprint fingerprint;
    private boolean steppedSinceRead;
    private FrozenEntries entries;
    private MaskedAdamStep maskedStep;
    private MaskLoan loan;
    private WeakReference<INDArray> gradientMemory = new WeakReference<>(null);
    /** What was frozen at the latest step, unless a mask was set since. */
    private FreezeMask remembered;

    private final UnheardSteps unheard = new UnheardSteps();
    private final MovedParameters moved = new MovedParameters();
    private transient Object attachment;
    /** Held while the mask is read, set or lent. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Creates an updater without state; {@link #setStateViewArray} or {@link #setState} gives it one. */
    public FreezingAdamUpdater(Adam config) {
        this.config = config;
        this.stock = new AdamUpdater(config);
        this.coefficients = new AdamCoefficients(config);
    }

    @Override
    public Adam getConfig() {
        return config;
    }

    @Override
    public void setState(Map<String, INDArray> stateMap, boolean initialize) {
        for (String key : getState().keySet()) {
            if (!stateMap.containsKey(key) || stateMap.size() != STATES) {
                throw new IllegalArgumentException("Invalid updater state, must have exactly the keys "
                        + getState().keySet() + ", received " + stateMap.keySet()
                        + "; a state saved with stock Adam lacks the last two; restore a state of"
                        + " stock Adam into a network with Adam, then call FreezingAdam.equip");
            }
        }
        if (initialize) {
            stateMap.values().forEach(array -> array.assign(0));
        }
        use(
                stateMap.get(AdamUpdater.M_STATE),
                stateMap.get(AdamUpdater.V_STATE),
                stateMap.get(VARIANCE_STATE),
                stateMap.get(FROZEN_STATE));
    }

    @Override
    public Map<String, INDArray> getState() {
        Map<String, INDArray> state = new LinkedHashMap<>();
        state.put(AdamUpdater.M_STATE, m);
        state.put(AdamUpdater.V_STATE, v);
        state.put(VARIANCE_STATE, variance);
        state.put(FROZEN_STATE, frozen);
        return state;
    }

    @Override
    public void setStateViewArray(INDArray viewArray, long[] gradientShape, char gradientOrder, boolean initialize) {
        if (viewArray.length() % STATES != 0) {
            throw new IllegalArgumentException(
                    "Invalid updater state, length must be a multiple of " + STATES + ", received " + viewArray.length()
                            + "; a state saved with stock Adam has two numbers per parameter; restore a state of"
                            + " stock Adam into a network with Adam, then call FreezingAdam.equip");
        }
        if (initialize) {
            viewArray.assign(0);
        }
        INDArray flat = viewArray.reshape(viewArray.length());
        long n = flat.length() / STATES;
        use(chunk(flat, 0, n), chunk(flat, 1, n), chunk(flat, 2, n), chunk(flat, 3, n));
    }

    /**
     * Returns a chunk in C order, whatever order the gradient has: where the orders differ the stock operation takes twice the
     * time, and it is given the gradient in C order always.
     */
    private static INDArray chunk(INDArray flat, int index, long n) {
        INDArray part = flat.get(NDArrayIndex.interval(index * n, (index + 1) * n));
        return Shape.newShapeNoCopy(part, new long[] {n}, false);
    }

    private void use(INDArray firstMoments, INDArray secondMoments, INDArray varianceState, INDArray frozenState) {
        m = firstMoments;
        v = secondMoments;
        variance = varianceState;
        frozen = frozenState;
        fingerprint = null;
        entries = null;
        maskedStep = null;
        loan = null;
        stock.setState(Map.of(AdamUpdater.M_STATE, m, AdamUpdater.V_STATE, v), false);
    }

    /** Returns the gradient variance, a view of the updater state: writing to it writes the state. */
    public INDArray variance() {
        return variance;
    }

    private int parameterCount() {
        return Math.toIntExact(m.length());
    }

    /** Reads the mask from the updater state. */
    public FreezeMask mask() {
        lock.lock();
        try {
            readEntries();
            return entries.mask();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the mask as of the latest step, the same object as long as it does not change; the whole updater state is read again
     * only if other code has modified it.
     */
    public FreezeMask latestMask() {
        return presentEntries().mask();
    }

    /**
     * Tells whether the updater state holds a mask in exact ones and zeros; only the first one is read, because averaging does the
     * same to all of them.
     */
    public boolean holdsExactly(FreezeMask expected) {
        FreezeMask present = presentEntries().mask();
        if (!present.equals(expected)) {
            return false;
        }
        int first = present.firstFrozen();
        return first < 0 || frozen.getDouble(first) == 1;
    }

    /**
     * Writes a mask into the updater state; it holds from the next step on. M and V are left as they are, so freezing and
     * thawing between two iterations changes nothing.
     *
     * @throws IllegalArgumentException if it is of another length than the block
     */
    public void setMask(FreezeMask newMask) {
        lock.lock();
        try {
            if (newMask.length() != parameterCount()) {
                throw new IllegalArgumentException("Invalid mask, must have the block's " + parameterCount()
                        + " parameters, received " + newMask.length());
            }
            moved.freeze(newMask, () -> MaskCodec.read(frozen));
            unheard.expect();
            MaskCodec.write(newMask, frozen);
            entries = null;
            INDArray gradient = gradientMemory.get();
            if (gradient != null) {
                remember(gradient, newMask);
            } else {
                remembered = newMask;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Freezes again what other code has thawed, by overwriting the updater state since the latest step or {@link #setMask}.
     *
     * @return how many parameters; 0 if none, which takes no time
     */
    public int restoreMask() {
        lock.lock();
        try {
            FreezeMask present = presentEntries().mask();
            if (remembered == null || remembered == present) {
                return 0;
            }
            FreezeMask lost = remembered.without(present);
            if (lost.isAnyFrozen()) {
                setMask(present.or(lost));
            }
            return lost.frozenCount();
        } finally {
            lock.unlock();
        }
    }

    /** Notices that a listener hears of the next step. */
    public void hear() {
        lock.lock();
        try {
            unheard.hear();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tells whether Adam has moved one of a range of parameters before they were frozen, in this updater or in the one that its
     * state was saved from; not if the updater that holds the mask has never trained.
     *
     * @param from index of the first parameter in the block
     * @param to   index past the end (exclusive)
     */
    public boolean hasMoved(int from, int to) {
        lock.lock();
        try {
            return moved.isAnyIn(m, from, to);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tells the updater whose gradients it will get, before its first step. If it has no state yet, and stands in for an updater
     * that DL4J has dropped ({@code MultiLayerNetwork.clear()}), it takes over what was frozen by that; Adam's moments and the
     * variance restart from zero.
     *
     * @param gradient the memory of the block's gradient, {@code n} numbers
     */
    public void attach(INDArray gradient) {
        lock.lock();
        try {
            if (gradientMemory.get() != null) {
                return;
            }
            gradientMemory = new WeakReference<>(gradient);
            FreezeMask earlier = MaskCache.of(gradient);
            if (earlier != null && !isAnyFrozen() && isEmpty(m) && isEmpty(v)) {
                LOG.info(
                        "DL4J has dropped the updater state; {} of {} parameters stay frozen",
                        earlier.frozenCount(),
                        earlier.length());
                setMask(earlier);
            } else {
                remember(gradient, presentEntries().mask());
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean isEmpty(INDArray moments) {
        return moments.amaxNumber().doubleValue() == 0;
    }

    private void remember(INDArray gradient, FreezeMask mask) {
        if (mask != remembered) {
            MaskCache.remember(gradient, mask);
            remembered = mask;
        }
    }

    /**
     * Borrows the mask's place in the updater state as scratch memory, which is possible while nothing is frozen. Another thread
     * that reads the mask waits until the loan is closed; the borrowing thread must neither read nor set the mask before that.
     *
     * @return the loan, to be closed by the same thread; null if something is frozen, or the state is not in direct memory
     */
    public MaskLoan borrowMask() {
        lock.lock();
        MaskLoan opened = null;
        try {
            if (!isAnyFrozen() && DirectBuffers.isAccessible(frozen)) {
                if (loan == null) {
                    loan = new MaskLoan(frozen, lock);
                }
                opened = loan.open();
            }
            return opened;
        } finally {
            if (opened == null) {
                lock.unlock();
            }
        }
    }

    /** Returns the number of frozen parameters. */
    public int frozenCount() {
        return mask().frozenCount();
    }

    /** Tells whether anything is frozen, so that the next step is a masked one. */
    public boolean isAnyFrozen() {
        return presentEntries().mask().isAnyFrozen();
    }

    /**
     * Keeps an object for as long as this updater lives: DL4J makes new updaters whenever what is known about the old ones is no
     * longer valid.
     */
    public void setAttachment(Object object) {
        attachment = object;
    }

    /** Returns the attached object; null if there is none. */
    public Object attachment() {
        return attachment;
    }

    /** Sets the frozen entries of a vector to zero. */
    public void clearFrozen(INDArray vector) {
        presentEntries().clear(vector.reshape(vector.length()));
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        lock.lock();
        try {
            if (m == null) {
                throw new IllegalStateException("The updater has no state; call setStateViewArray before applyUpdater");
            }
            attach(gradient);
            FrozenEntries present = presentEntries();
            FreezeMask mask = present.mask();
            remember(gradient, mask);
            RecentSteps.record(gradient, this, present);
            unheard.step(gradient);
            moved.step();
            if (mask.isAnyFrozen()) {
                if (maskedStep == null) {
                    maskedStep = MaskedAdamStep.forArrays(gradient, m);
                }
                maskedStep.apply(gradient, m, v, mask, coefficients.at(iteration, epoch));
            } else {
                stock.applyUpdater(gradient, iteration, epoch);
            }
            fingerprint.take(m, frozen);
            steppedSinceRead = true;
        } finally {
            lock.unlock();
        }
    }

    /** Returns what is frozen, read again if other code has modified the state since the last step. */
    FrozenEntries presentEntries() {
        lock.lock();
        try {
            if (entries == null || !steppedSinceRead || !fingerprint.isOf(m, frozen)) {
                readEntries();
            }
            return entries;
        } finally {
            lock.unlock();
        }
    }

    private void readEntries() {
        FreezeMask present = MaskCodec.read(frozen);
        if (entries == null || !entries.mask().equals(present)) {
            entries = new FrozenEntries(present);
        }
        fingerprint = new StateFingerprint(present, m, frozen);
        steppedSinceRead = false;
    }
}
