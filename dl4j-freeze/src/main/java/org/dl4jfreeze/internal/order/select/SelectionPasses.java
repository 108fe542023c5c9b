package org.dl4jfreeze.internal.order.select;

import java.util.Arrays;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.order.ParameterRanges;
import org.dl4jfreeze.internal.threads.ParallelPieces;

/**
 * What one selection does with all candidates, by several threads: marks those below a bracket, takes the first of equal ones,
 * counts. Each thread has key chunks of its own, and each piece of the parameters words of the mask.
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
     * Passes over some parameters, none of which is marked.
     *
     * @param before what is marked in any case, and no candidate
     * @param room   how many keys of a bracket are kept
     */
    SelectionPasses(
            SortKeys keys, ParameterRanges participants, ParallelPieces.Ranges pieces, FreezeMask before, int room) {
        this.pieces = pieces;
        inside = new BracketBuffer(room);
        words = new long[before.wordCount()];
        withinPiece = new int[pieces.count()];
        passes = new KeyPass[pieces.workers()];
        markers = new KeyMarker[passes.length];
        for (int i = 0; i < passes.length; i++) {
            passes[i] = new KeyPass(i == 0 ? keys : keys.fork(), participants, before);
            markers[i] = new KeyMarker(passes[i], before, words, inside);
        }
    }

    /** The bits of the mask, which further passes change. */
    long[] words() {
        return words;
    }

    /** How many candidates the last marking has marked. */
    int marked() {
        return marked;
    }

    /** How many were in its bracket. */
    int within() {
        return within;
    }

    /** Whether there was room for these. */
    boolean hasAllWithin() {
        return within <= inside.room();
    }

    /** Marks the {@code k} lowest of these too, if there was room for all. */
    void takeLowest(int k) {
        inside.markLowest(k, words);
    }

    /** Marks those below a key, puts aside those from there to below another one, and counts both. */
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

    /** Marks the first so many candidates with a key which alone was the last marking's bracket; there must be so many. */
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

    /** Marks the first so many candidates with a key; says whether there are so many. */
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

    /** Takes the mark from the last so many candidates with a key; says whether there are so many. */
    boolean giveBackLast(long key, int count) {
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

    /** Counts the keys from one to another one, both inclusive. */
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
