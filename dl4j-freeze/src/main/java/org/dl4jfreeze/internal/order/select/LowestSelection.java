package org.dl4jfreeze.internal.order.select;

import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.dl4jfreeze.internal.threads.ParallelPieces;

/**
 * Selects the {@code k} lowest of many values from where they are stored: exactly those of {@link ParameterOrder#lowest}, ties
 * by index, without making the order.
 *
 * <p>A sample of the values gives a bracket that contains the k-th lowest with high probability. One pass over all values marks
 * those below the bracket and buffers the few inside it, among which the k-th is then found. If the k-th is one of many equal
 * values (dead inputs have variance 0), a further pass takes the first of them, only over the pieces of the vector that contain
 * some. If it equals an end of the bracket, a pass by the calling thread takes the first of the equal values or unmarks the last.
 * If the bracket was wrong, counting passes narrow it down. Memory: the mask's bits, and about 0.1 bytes per parameter of
 * scratch.
 *
 * <p>Passes over all values use several threads above {@value #PIECE} parameters; the result does not depend on their number.
 * Not thread-safe itself.
 */
public final class LowestSelection {

    /** Piece size: one to two milliseconds of work; smaller networks are left to the calling thread. */
    private static final int PIECE = 1 << 20;

    private final int parameterCount;
    private final ParameterRanges eligible;
    private final SortKeys keys;
    private final ParallelPieces.Ranges pieces;

    /**
     * Creates a selection that reads the values on each call, with as many threads as ND4J's operations use here.
     *
     * @param parameterCount number of parameters of the network, {@code p}
     * @param eligible       the parameters that can be chosen
     * @param keys           the values' keys, by index of the parameter
     * @throws IllegalArgumentException if eligible parameters are beyond {@code parameterCount}
     */
    public LowestSelection(int parameterCount, ParameterRanges eligible, SortKeys keys) {
        this(parameterCount, eligible, keys, PIECE, parameterCount > PIECE ? ParallelPieces.mostWorkers() : 1);
    }

    /**
     * Creates a selection with a given number of threads.
     *
     * @param piece   number of parameters that a thread processes at a time; a multiple of {@link SortKeys#CHUNK}
     * @param workers maximum number of threads, the caller's included
     */
    LowestSelection(int parameterCount, ParameterRanges eligible, SortKeys keys, int piece, int workers) {
        if (eligible.end() > parameterCount) {
            throw new IllegalArgumentException(
                    "Invalid eligible parameters, must be within [0," + parameterCount + "), received " + eligible);
        }
        this.parameterCount = parameterCount;
        this.eligible = eligible;
        this.keys = keys;
        this.pieces = new ParallelPieces.Ranges(parameterCount, piece, workers);
    }

    /**
     * Returns a selection that works in the calling thread only, for values that other threads can't read, or not concurrently. It
     * shares the keys with this one, so that only one of the two can be used at a time.
     */
    public LowestSelection inOneThread() {
        return new LowestSelection(parameterCount, eligible, keys, PIECE, 1);
    }

    /** Returns the number of eligible parameters. */
    public int size() {
        return eligible.size();
    }

    /** Freezes the {@code k} lowest, as {@link ParameterOrder#lowest} does. */
    public FreezeMask lowest(int k) {
        SelectionChecks.checkCount(k, size());
        return extended(FreezeMask.none(parameterCount), k);
    }

    /** Extends a mask by the lowest that it does not freeze, as {@link ParameterOrder#extended} does. */
    public FreezeMask extended(FreezeMask mask, int k) {
        SelectionChecks.checkMask(parameterCount, mask);
        int candidates = eligible.size();
        for (int i = 0; i < eligible.count(); i++) {
            candidates -= mask.frozenCount(eligible.from(i), eligible.to(i));
        }
        int more = Math.min(k - mask.frozenCount(), candidates);
        return more <= 0 ? mask : new Choice(mask, more, candidates).mask();
    }

    /** Carries out one search for the {@code k} lowest of the candidates. */
    private final class Choice {

        private final SelectionPasses passes;
        private final int capacity;
        private final int k;
        private final int candidates;

        private long low;
        private long high;

        Choice(FreezeMask before, int k, int candidates) {
            this.k = k;
            this.candidates = candidates;
            KeySample sample = new KeySample(keys, eligible, before);
            double quantile = (double) k / candidates;
            low = sample.below(quantile, keys.lowest());
            high = sample.above(quantile, keys.highest());
            capacity = sample.within(quantile, candidates);
            passes = new SelectionPasses(keys, eligible, pieces, before, capacity);
        }

        FreezeMask mask() {
            if (k == candidates) {
                passes.mark(keys.highest() + 1, keys.highest() + 1);
            } else {
                while (!tryBracket()) {
                    narrow();
                }
            }
            return FreezeMask.ofWords(parameterCount, passes.words());
        }

        /** Marks the k lowest if the k-th is in the bracket, or at one of its ends. */
        private boolean tryBracket() {
            if (low == high) {
                return tryKey(low);
            }
            passes.mark(low + 1, high);
            int more = k - passes.marked();
            if (more <= 0) {
                return passes.unmarkLast(low, -more);
            }
            if (!passes.hasAllWithin()) {
                return false;
            }
            int lowest = Math.min(more, passes.within());
            passes.takeLowest(lowest);
            return passes.takeFirst(high, more - lowest);
        }

        /** Marks the k lowest if the k-th has this key: there may be more such candidates than the buffer holds. */
        private boolean tryKey(long key) {
            passes.mark(key, key + 1);
            boolean found = passes.marked() < k && k <= passes.marked() + passes.within();
            if (found) {
                passes.takeFirstByPiece(key, k - passes.marked());
            }
            return found;
        }

        /** Counts until the k-th is known, or all keys that it may be fit into the buffer. */
        private void narrow() {
            long bottom = keys.lowest();
            long top = keys.highest();
            int rank = k;
            while (bottom < top) {
                KeyHistogram histogram = passes.histogram(bottom, top);
                rank = histogram.narrow(rank);
                bottom = histogram.bottom();
                top = histogram.top();
                if (histogram.count() <= capacity) {
                    low = bottom - 1;
                    high = top + 1;
                    return;
                }
            }
            low = bottom;
            high = bottom;
        }
    }
}
