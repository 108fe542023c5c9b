package org.dl4jfreeze.internal.update;

import java.util.Arrays;
import org.dl4jfreeze.FreezeMask;

/**
 * A mask cut into stretches that are frozen, active, or mixed, so that long runs are worked on as such, whatever the rest of the
 * mask looks like; and into pieces of {@value #PIECE} parameters, which threads can share.
 *
 * <p>Worked out once per mask. Stretches begin at whole words of the mask; runs shorter than {@value #SHORTEST_RUN} words count as
 * mixed, since each stretch has a cost of its own. At most one number per 32 parameters, and four per million for a mask of whole
 * layers.
 */
final class MaskSegments {

    /** Parameters in a piece of work; M, V and gradient of it stay in the second-level cache. */
    static final int PIECE = 1 << 15;

    private static final int PIECE_WORDS = PIECE / Long.SIZE;
    private static final int SHORTEST_RUN = 4;

    /** Clearing a parameter's update takes a small part of the time that updating one does. */
    private static final int FROZEN_PER_ACTIVE = 8;

    /** What a stretch holds. */
    enum Kind {
        /** Frozen parameters alone. */
        FROZEN,
        /** Active parameters alone. */
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

    /** How many stretches there are. */
    int count() {
        return count;
    }

    /** How many pieces there are. */
    int pieces() {
        return firstOfPiece.length - 1;
    }

    /** The first stretch of a piece; the one behind the last of it is the first of the next piece. */
    int first(int piece) {
        return firstOfPiece[piece];
    }

    /** Index of the first parameter of a stretch. */
    int begin(int segment) {
        return segment == 0 ? 0 : ends[segment - 1];
    }

    /** Index behind the last parameter of a stretch. */
    int end(int segment) {
        return ends[segment];
    }

    Kind kind(int segment) {
        return KINDS[kinds[segment]];
    }

    /** What a step over all of it costs, about, in active parameters. */
    long cost() {
        return cost;
    }
}
