package org.dl4jfreeze;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.dl4jfreeze.internal.order.StableSort;
import org.dl4jfreeze.internal.order.select.SelectionChecks;

/**
 * An order of the parameters of a network: which are frozen first.
 *
 * <p>Paper: {@code I_j}, the rank of parameter {@code j} when the diagonal of {@code C_t0} (2.6) is sorted in ascending order,
 * is an entry of {@link #ranks()}, from 1 (lowest variance, frozen first) to {@link #size()}. Its worked example fixes what
 * {@code I} means: {@code diag(C) = (0.3, 0.2, 0.25)} gives {@code I = (3, 1, 2)}, the vector of ranks and not the sorting
 * permutation. Parameters with equal values are ordered by index.
 *
 * <p>Parameters that are not ordered have rank 0: those that a plan's filter excludes, those of another updater, running
 * means of batch normalisation. Immutable; memory is one {@code int} per ordered parameter.
 */
public final class ParameterOrder implements Serializable {

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
     * @param eligible       ascending indices of the parameters to order; not modified
     * @param value          value of a parameter, by its index
     * @return the order; NaN comes last
     * @throws IllegalArgumentException if an index is not within {@code [0, p)}, or there twice
     */
    public static ParameterOrder ascending(int parameterCount, int[] eligible, IntToDoubleFunction value) {
        SelectionChecks.checkIndices(parameterCount, "eligible", eligible);
        int n = eligible.length;
        double[] keys = new double[n];
        for (int i = 0; i < n; i++) {
            keys[i] = value.applyAsDouble(eligible[i]);
        }
        int[] positions = StableSort.ascendingPositions(keys);
        for (int i = 0; i < n; i++) {
            positions[i] = eligible[positions[i]];
        }
        return new ParameterOrder(parameterCount, positions);
    }

    /**
     * Creates an order from the indices of its parameters.
     *
     * @param parameterCount number of parameters of the network, {@code p}
     * @param firstToLast    indices of the ordered parameters, the one that is frozen first at the front; not modified
     * @return the order
     * @throws IllegalArgumentException if an index is not within {@code [0, p)}, or there twice
     */
    public static ParameterOrder of(int parameterCount, int... firstToLast) {
        SelectionChecks.checkIndices(parameterCount, "firstToLast", firstToLast);
        return new ParameterOrder(parameterCount, firstToLast.clone());
    }

    /**
     * Orders some of the parameters uniformly at random, the paper's baseline.
     *
     * @param parameterCount number of parameters of the network, {@code p}
     * @param eligible       indices of the parameters to order; not modified
     * @param seed           seed of the permutation
     * @return the order
     * @throws IllegalArgumentException if an index is not within {@code [0, p)}, or there twice
     */
    public static ParameterOrder random(int parameterCount, int[] eligible, long seed) {
        SelectionChecks.checkIndices(parameterCount, "eligible", eligible);
        int[] shuffled = eligible.clone();
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
     * Returns the number of ordered parameters.
     *
     * @return the length of the order
     */
    public int size() {
        return ascending.length;
    }

    /**
     * Returns the number of parameters of the network, ordered or not.
     *
     * @return {@code p}
     */
    public int parameterCount() {
        return parameterCount;
    }

    /**
     * Returns the parameter at a position of the order.
     *
     * @param position 0 for the one that is frozen first
     * @return index of the parameter in the flat parameter vector
     * @throws IndexOutOfBoundsException if the position is not within {@code [0, size())}
     */
    public int parameterAt(int position) {
        return ascending[Objects.checkIndex(position, ascending.length)];
    }

    /**
     * Returns the paper's {@code I}: the rank of each parameter of the network, from 1 (frozen first), or 0 if it is not ordered.
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
     * Freezes the first {@code k} parameters of the order: {@code alpha(k)} of (2.7), read as its text says; see
     * {@link FreezeMask}.
     *
     * @param k number of parameters to freeze
     * @return the mask, of {@link #parameterCount()} parameters
     * @throws IllegalArgumentException if {@code k} is negative or greater than {@link #size()}
     */
    public FreezeMask lowest(int k) {
        SelectionChecks.checkCount(k, ascending.length);
        FreezeMask.Builder mask = new FreezeMask.Builder(parameterCount);
        for (int i = 0; i < k; i++) {
            mask.freeze(ascending[i]);
        }
        return mask.build();
    }

    /**
     * Extends a mask by the first parameters of the order that it does not freeze, until {@code k} are frozen in total or all
     * ordered ones are.
     *
     * @param mask what is frozen already, of {@link #parameterCount()} parameters
     * @param k    number of frozen parameters to reach
     * @return the extended mask; freezes what {@code mask} freezes if that is {@code k} parameters or more
     * @throws IllegalArgumentException if the mask has another length
     */
    public FreezeMask extended(FreezeMask mask, int k) {
        SelectionChecks.checkMask(parameterCount, mask);
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
        return "ParameterOrder(" + ascending.length + " of " + parameterCount + " parameters, lowest first"
                + FirstIndices.of(Arrays.stream(ascending), ascending.length) + ")";
    }
}
