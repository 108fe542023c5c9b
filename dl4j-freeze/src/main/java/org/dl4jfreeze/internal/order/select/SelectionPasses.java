package org.dl4jfreeze.internal.order.select;

import java.util.Arrays;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.dl4jfreeze.internal.threads.ParallelPieces;

/**
 * Makes the passes of one selection over all candidates, in several threads: mark those below a bracket, mark the first of equal ones,
 * count. Each thread has separate key chunks, and each piece of the parameters separate words of the mask.
 */
final class SelectionPasses {

    private final ParallelPieces.Ranges pieces;
    private final KeyPass[] passes;
    private final KeyMarker[] markers;
    private final BracketBuffer inside;
    private final long[] words;
    private final int[] withinPiece;
    private int marked;
    private int within;

    /**
     * Creates passes over some parameters, none of which is marked.
     *
     * @param before   parameters that are marked regardless, and are no candidates
     * @param capacity maximum number of keys inside a bracket that are kept
     */
    SelectionPasses(
            SortKeys keys, ParameterRanges eligible, ParallelPieces.Ranges pieces, FreezeMask before, int capacity) {
        this.pieces = pieces;
        inside = new BracketBuffer(capacity);
        words = new long[before.wordCount()];
        withinPiece = new int[pieces.count()];
        passes = new KeyPass[pieces.workers()];
        markers = new KeyMarker[passes.length];
        for (int i = 0; i < passes.length; i++) {
            passes[i] = new KeyPass(i == 0 ? keys : keys.fork(), eligible, before);
            markers[i] = new KeyMarker(passes[i], before, words, inside);
        }
    }

    /** Returns the bits of the mask; further passes modify them. */
    long[] words() {
        return words;
    }

    /** Returns the number of candidates that the last marking has marked. */
    int marked() {
        return marked;
    }

    /** Returns the number of candidates in its bracket. */
    int within() {
        return within;
    }

    /** Tells whether all of these fitted into the buffer. */
    boolean hasAllWithin() {
        return within <= inside.capacity();
    }

    /** Marks the {@code k} lowest of these, if all fitted. */
    void takeLowest(int k) {
        inside.markLowest(k, words);
    }

    /** Marks the candidates with keys below {@code lower}, buffers those in {@code [lower, upper)}, and counts both. */
    void mark(long lower, long upper) {
        inside.clear();
        for (KeyMarker marker : markers) {
            marker.clear();
        }
        pieces.forEach((worker, piece) ->
                withinPiece[piece] = markers[worker].mark(pieces.begin(piece), pieces.end(piece), lower, upper));
        marked = Arrays.stream(markers).mapToInt(KeyMarker::marked).sum();
        within = Arrays.stream(withinPiece).sum();
    }

    /** Marks the first {@code count} candidates with a key, which must be the only one in the last marking's bracket. */
    void takeFirstByPiece(long key, int count) {
        int[] shares = new int[withinPiece.length];
        int rest = count;
        for (int piece = 0; piece < shares.length; piece++) {
            shares[piece] = Math.min(rest, withinPiece[piece]);
            rest -= shares[piece];
        }
        pieces.forEach((worker, piece) -> {
            if (shares[piece] > 0) {
                takeFirst(passes[worker], pieces.begin(piece), pieces.end(piece), key, shares[piece]);
            }
        });
    }

    /** Marks the first {@code count} candidates with a key; returns whether that many exist. */
    boolean takeFirst(long key, int count) {
        return takeFirst(passes[0], 0, Integer.MAX_VALUE, key, count);
    }

    private boolean takeFirst(KeyPass pass, int from, int to, long key, int count) {
        int[] rest = {count};
        if (count > 0) {
            pass.forEach(from, to, key, key + 1, (word, at, below, equal) -> {
                for (long more = equal; more != 0 && rest[0] > 0; rest[0]--, more &= more - 1) {
                    words[word] |= Long.lowestOneBit(more);
                }
                return rest[0] > 0;
            });
        }
        return rest[0] == 0;
    }

    /** Unmarks the last {@code count} candidates with a key; returns whether that many exist. */
    boolean unmarkLast(long key, int count) {
        int[] rest = {count};
        if (count > 0) {
            passes[0].forEachBackwards(key, key + 1, (word, at, below, equal) -> {
                for (long more = equal; more != 0 && rest[0] > 0; rest[0]--) {
                    words[word] &= ~Long.highestOneBit(more);
                    more &= ~Long.highestOneBit(more);
                }
                return rest[0] > 0;
            });
        }
        return rest[0] == 0;
    }

    /** Counts the keys in {@code [bottom, top]}. */
    KeyHistogram histogram(long bottom, long top) {
        KeyHistogram[] parts = new KeyHistogram[passes.length];
        Arrays.setAll(parts, worker -> new KeyHistogram(bottom, top));
        pieces.forEach((worker, piece) -> {
            KeyPass pass = passes[worker];
            KeyHistogram part = parts[worker];
            pass.forEach(pieces.begin(piece), pieces.end(piece), bottom, top + 1, (word, at, below, inRange) -> {
                for (long rest = inRange; rest != 0; rest &= rest - 1) {
                    part.add(pass.key(at + Long.numberOfTrailingZeros(rest)));
                }
                return true;
            });
        });
        for (int worker = 1; worker < parts.length; worker++) {
            parts[0].add(parts[worker]);
        }
        return parts[0];
    }
}
