package org.dl4jfreeze.internal.update;

import java.util.Arrays;
import org.dl4jfreeze.FreezeMask;

/**
 * Divides a mask into segments that are frozen, active, or mixed, so that long runs are processed as such, whatever the rest of
 * the mask looks like; and into pieces of {@value #PIECE} parameters, which threads can share.
 *
 * <p>Computed once per mask. Segments begin at whole words of the mask; runs shorter than {@value #SHORTEST_RUN} words count as
 * mixed, because each segment has a fixed cost. Takes at most one number per 32 parameters, and four per million for a mask of
 * whole layers.
 */
final class MaskSegments {

    /** Parameters in a piece of work, whose M, V and gradient fit into the second-level cache. */
    static final int PIECE = 1 << 15;

    private static final int PIECE_WORDS = PIECE / Long.SIZE;
    private static final int SHORTEST_RUN = 4;

    /** Cost of clearing a parameter's update, relative to updating it. */
    private static final int FROZEN_PER_ACTIVE = 8;

    /** The contents of a segment. */
    enum Kind {
        /** Only frozen parameters. */
        FROZEN,
        /** Only active parameters. */
        ACTIVE,
        /** Both. */
        MIXED
    }

    private static final Kind[] KINDS = Kind.values();

    private final FreezeMask mask;
    private final int[] firstOfPiece;
    private int[] ends = new int[16];
    private byte[] kinds = new byte[16];
    private int count;
    private long cost;

    MaskSegments(FreezeMask mask) {
        this.mask = mask;
        int words = mask.wordCount();
        firstOfPiece = new int[(words + PIECE_WORDS - 1) / PIECE_WORDS + 1];
        for (int piece = 0; piece < firstOfPiece.length - 1; piece++) {
            firstOfPiece[piece] = count;
            cut(piece * PIECE_WORDS, Math.min(words, (piece + 1) * PIECE_WORDS));
        }
        firstOfPiece[firstOfPiece.length - 1] = count;
        ends = Arrays.copyOf(ends, count);
        kinds = Arrays.copyOf(kinds, count);
    }

    private void cut(int fromWord, int toWord) {
        int mixedFrom = fromWord;
        for (int word = fromWord; word < toWord; ) {
            Kind kind = kindOf(word);
            int end = word + 1;
            while (end < toWord && kindOf(end) == kind) {
                end++;
            }
            if (kind != Kind.MIXED && end - word >= SHORTEST_RUN) {
                add(mixedFrom, word, Kind.MIXED);
                add(word, end, kind);
                mixedFrom = end;
            }
            word = end;
        }
        add(mixedFrom, toWord, Kind.MIXED);
    }

    private Kind kindOf(int word) {
        long frozen = mask.frozenWord(word);
        if (frozen == 0) {
            return Kind.ACTIVE;
        }
        int rest = mask.length() - word * Long.SIZE;
        long all = rest < Long.SIZE ? -1L >>> -rest : -1L;
        return frozen == all ? Kind.FROZEN : Kind.MIXED;
    }

    private void add(int fromWord, int toWord, Kind kind) {
        if (fromWord == toWord) {
            return;
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
            kinds = Arrays.copyOf(kinds, 2 * count);
        }
        int begin = fromWord * Long.SIZE;
        int end = (int) Math.min(mask.length(), (long) toWord * Long.SIZE);
        ends[count] = end;
        kinds[count] = (byte) kind.ordinal();
        count++;
        cost += kind == Kind.FROZEN ? (end - begin) / FROZEN_PER_ACTIVE : end - begin;
    }

    FreezeMask mask() {
        return mask;
    }

    /** Returns the number of segments. */
    int count() {
        return count;
    }

    /** Returns the number of pieces. */
    int pieces() {
        return firstOfPiece.length - 1;
    }

    /** Returns the first segment of a piece; its last one is followed by the first of the next piece. */
    int first(int piece) {
        return firstOfPiece[piece];
    }

    /** Returns the index of the first parameter of a segment. */
    int begin(int segment) {
        return segment == 0 ? 0 : ends[segment - 1];
    }

    /** Returns the index past the end of a segment (exclusive). */
    int end(int segment) {
        return ends[segment];
    }

    Kind kind(int segment) {
        return KINDS[kinds[segment]];
    }

    /** Estimates the cost of a step over all of it, in active parameters. */
    long cost() {
        return cost;
    }
}
