package org.dl4jfreeze.internal.order.select;

import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.internal.order.ParameterRanges;
import org.dl4jfreeze.internal.order.Selection;
import org.dl4jfreeze.internal.threads.ParallelPieces;

/**
 * The {@code k} lowest of many values, where these lie: the same as {@link ParameterOrder#lowest}, to the index, without the order.
 *
 * <p>A sample of the values gives a bracket that the k-th lowest is in by all odds. One pass over all of them marks what is below
 * the bracket, and puts aside the few that are in it, among which the k-th is then found. Where the k-th is one of many equal
 * values (dead inputs have variance 0), a further pass takes the first of them, over no more than those pieces of the vector that have
 * some; where it is equal to an end of the bracket, one by the calling thread takes the first or gives the last of them back, which are
 * few; where the bracket was wrong, passes that count narrow it down. Memory: the mask's bits, and some 0.1 bytes per parameter of
 * work memory.
 *
 * <p>What has to look at all values is done by several threads where there are more than {@value #PIECE}; the result is the same on any
 * number of them. Not thread-safe itself: one thread at a time asks it.
 */
public final class LowestSelection implements Selection {

    /** So many parameters take a thread a millisecond or two; networks of fewer are left to the calling thread. */
    private static final int PIECE = 1 << 20;

    private final int parameterCount;
    private final ParameterRanges participants;
    private final SortKeys keys;
    private final ParallelPieces.Ranges pieces;

    /**
     * A selection from values that are read when it is asked, on as many threads as ND4J's operations take where it is made.
     *
     * @param parameterCount number of parameters of the network, {@code p}
     * @param participants   those that take part
     * @param keys           the values' keys, by index of the parameter
     * @throws IllegalArgumentException if others take part than there are
     */
    public LowestSelection(int parameterCount, ParameterRanges participants, SortKeys keys) {
        this(parameterCount, participants, keys, PIECE, parameterCount > PIECE ? ParallelPieces.mostWorkers() : 1);
    }

    /**
     * The same on a number of threads.
     *
     * @param piece   so many parameters are one thread's work at a time; a multiple of {@link SortKeys#CHUNK}
     * @param workers how many threads may work at a time, the caller's included
     */
    LowestSelection(int parameterCount, ParameterRanges participants, SortKeys keys, int piece, int workers) {
        if (participants.end() > parameterCount) {
            throw new IllegalArgumentException(
                    "Invalid participants, must be within [0," + parameterCount + "), received " + participants);
        }
        this.parameterCount = parameterCount;
        this.participants = participants;
        this.keys = keys;
        this.pieces = new ParallelPieces.Ranges(parameterCount, piece, workers);
    }

    /**
     * The same selection by the thread that asks for it alone, for values that other threads can't read, or not at the same time.
     *
     * @return a selection; it shares the keys with this one, so that only one of them can be asked at a time
     */
    public LowestSelection inOneThread() {
        return new LowestSelection(parameterCount, participants, keys, PIECE, 1);
    }

    @Override
    public int size() {
        return participants.size();
    }

    @Override
    public int parameterCount() {
        return parameterCount;
    }

    @Override
    public FreezeMask lowest(int k) {
        ParameterOrder.checkCount(k, size());
        return extended(FreezeMask.none(parameterCount), k);
    }

    @Override
    public FreezeMask extended(FreezeMask mask, int k) {
        ParameterOrder.checkOfOneNetwork(this, mask);
        int candidates = participants.size();
        for (int i = 0; i < participants.count(); i++) {
            candidates -= mask.frozenCount(participants.from(i), participants.to(i));
        }
        int more = Math.min(k - mask.frozenCount(), candidates);
        return more <= 0 ? mask : new Choice(mask, more, candidates).mask();
    }

    /** One search for the {@code k} lowest of the candidates. */
    private final class Choice {

        private final SelectionPasses passes;
        private final int room;
        private final int k;
        private final int candidates;

        private long low;
        private long high;

        Choice(FreezeMask before, int k, int candidates) {
            this.k = k;
            this.candidates = candidates;
            KeySample sample = new KeySample(keys, participants, before);
            double quantile = (double) k / candidates;
            low = sample.below(quantile, keys.lowest());
            high = sample.above(quantile, keys.highest());
            room = sample.within(quantile, candidates);
            passes = new SelectionPasses(keys, participants, pieces, before, room);
        }

        FreezeMask mask() {
            if (k == candidates) {
                passes.mark(keys.highest() + 1, keys.highest() + 1);
            } else {
                while (!tryBracket()) {
                    narrow();
                }
            }
            return new FreezeMask(parameterCount, passes.words());
        }

        /** Marks the k lowest if the k-th is in the bracket, or at one of its ends. */
        private boolean tryBracket() {
            if (low == high) {
                return tryKey(low);
            }
            passes.mark(low + 1, high);
            int more = k - passes.marked();
            if (more <= 0) {
                return passes.giveBackLast(low, -more);
            }
            if (!passes.hasAllWithin()) {
                return false;
            }
            int lowest = Math.min(more, passes.within());
            passes.takeLowest(lowest);
            return passes.takeFirst(high, more - lowest);
        }

        /** Marks the k lowest if the k-th has this key: there may be more such candidates than there is room for. */
        private boolean tryKey(long key) {
            passes.mark(key, key + 1);
            boolean found = passes.marked() < k && k <= passes.marked() + passes.within();
            if (found) {
                passes.takeFirstByPiece(key, k - passes.marked());
            }
            return found;
        }

        /** Counts until the k-th is known, or there is room for all that it may be. */
        private void narrow() {
            long bottom = keys.lowest();
            long top = keys.highest();
            int rank = k;
            while (bottom < top) {
                KeyHistogram histogram = passes.histogram(bottom, top);
                rank = histogram.narrow(rank);
                bottom = histogram.bottom();
                top = histogram.top();
                if (histogram.count() <= room) {
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
