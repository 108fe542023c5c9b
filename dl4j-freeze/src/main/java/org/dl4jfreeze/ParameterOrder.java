package org.dl4jfreeze;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.dl4jfreeze.internal.order.Selection;
import org.dl4jfreeze.internal.order.StableSort;

/**
 * The order of the parameters: who is frozen first.
 *
 * <p>Paper: {@code I_j}, the rank of parameter {@code j} when the diagonal of {@code C_t0} is sorted ascending, is
 * an entry of {@link #ranks()}, from 1 (lowest variance, frozen first) to {@link #size()}. Its worked example fixes what {@code I}
 * means: {@code diag(C) = (0.3, 0.2, 0.25)} gives {@code I = (3, 1, 2)}, the vector of ranks and not the sorting
 * permutation. Equal values are ordered by index.
 *
 * <p>Parameters that take no part (those of another updater, running means of batch normalisation) have rank 0.
 * Immutable; memory is one {@code int} per ordered parameter.
 */
public final class ParameterOrder implements Selection, Serializable {

    private static final long serialVersionUID = 1L;

    private final int parameterCount;
    private final int[] ascending;

    private ParameterOrder(int parameterCount, int[] ascending) {
        this.parameterCount = parameterCount;
        this.ascending = ascending;
    }

    /**
     * Orders all parameters by value, lowest first.
     *
     * @param values one value per parameter, such as the diagonal of the covariance
     * @return the order; NaN comes last
     */
    public static ParameterOrder ascending(double... values) {
        int[] all = new int[values.length];
        Arrays.setAll(all, i -> i);
        return ascending(values.length, all, i -> values[i]);
    }

    /**
     * Orders some of the parameters by value, lowest first.
     *
     * @param parameterCount number of parameters of the network, {@code p}
     * @param participants   ascending indices of those that take part; not modified
     * @param value          value of a parameter, by its index
     * @return the order; NaN comes last
     */
    public static ParameterOrder ascending(int parameterCount, int[] participants, IntToDoubleFunction value) {
        int n = participants.length;
        double[] keys = new double[n];
        for (int i = 0; i < n; i++) {
            keys[i] = value.applyAsDouble(participants[i]);
        }
        int[] positions = StableSort.ascendingPositions(keys);
        for (int i = 0; i < n; i++) {
            positions[i] = participants[positions[i]];
        }
        return new ParameterOrder(parameterCount, positions);
    }

    /**
     * A uniformly random order, the paper's baseline.
     *
     * @param parameterCount number of parameters of the network, {@code p}
     * @param participants   indices of those that take part; not modified
     * @param seed           seed of the permutation
     * @return the order
     */
    public static ParameterOrder random(int parameterCount, int[] participants, long seed) {
        int[] shuffled = participants.clone();
        Random random = new Random(seed);
        for (int i = shuffled.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swap;
        }
        return new ParameterOrder(parameterCount, shuffled);
    }

    /**
     * How many parameters are ordered.
     *
     * @return the number of parameters that take part
     */
    @Override
    public int size() {
        return ascending.length;
    }

    /**
     * How many parameters the network has, ordered or not.
     *
     * @return {@code p}
     */
    @Override
    public int parameterCount() {
        return parameterCount;
    }

    /**
     * The parameter at a position of the order.
     *
     * @param position 0 for the one that is frozen first
     * @return index of the parameter in the flat parameter vector
     * @throws IndexOutOfBoundsException if the position is not within {@code [0, size())}
     */
    public int parameterAt(int position) {
        return ascending[Objects.checkIndex(position, ascending.length)];
    }

    /**
     * The paper's {@code I}: for each parameter of the network its rank, from 1 (frozen first), or 0 if it takes no part.
     *
     * @return a new array of {@link #parameterCount()} ranks
     */
    public int[] ranks() {
        int[] ranks = new int[parameterCount];
        for (int i = 0; i < ascending.length; i++) {
            ranks[ascending[i]] = i + 1;
        }
        return ranks;
    }

    /**
     * {@code alpha(k)}: the mask that freezes the {@code k} first parameters of the order (2.7, read as its text says; see
     * {@link FreezeMask}).
     *
     * @param k how many parameters to freeze
     * @return the mask, of {@link #parameterCount()} parameters
     * @throws IllegalArgumentException if {@code k} is negative or greater than {@link #size()}
     */
    @Override
    public FreezeMask lowest(int k) {
        checkCount(k, ascending.length);
        FreezeMask.Builder mask = new FreezeMask.Builder(parameterCount);
        for (int i = 0; i < k; i++) {
            mask.freeze(ascending[i]);
        }
        return mask.build();
    }

    @Override
    public FreezeMask extended(FreezeMask mask, int k) {
        checkOfOneNetwork(this, mask);
        FreezeMask.Builder extended = new FreezeMask.Builder(parameterCount).freezeAll(0, mask);
        int frozen = mask.frozenCount();
        for (int i = 0; i < ascending.length && frozen < k; i++) {
            int parameter = ascending[i];
            if (!mask.isFrozen(parameter)) {
                extended.freeze(parameter);
                frozen++;
            }
        }
        return extended.build();
    }

    public static void checkCount(int k, int size) {
        if (k < 0 || k > size) {
            throw new IllegalArgumentException(
                    "Invalid number of parameters to freeze, must be in [0," + size + "], received " + k);
        }
    }

    public static void checkOfOneNetwork(Selection order, FreezeMask mask) {
        if (mask.length() != order.parameterCount()) {
            throw new IllegalArgumentException("Order and mask must be of one network, received "
                    + order.parameterCount() + " parameters and " + mask);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ParameterOrder
                && ((ParameterOrder) other).parameterCount == parameterCount
                && Arrays.equals(((ParameterOrder) other).ascending, ascending);
    }

    @Override
    public int hashCode() {
        return 31 * parameterCount + Arrays.hashCode(ascending);
    }

    @Override
    public String toString() {
        return "ParameterOrder(" + ascending.length + " of " + parameterCount + " parameters)";
    }
}
