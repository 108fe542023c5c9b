package org.dl4jfreeze.internal.order.select;

import org.dl4jfreeze.FreezeMask;

/** Marks the parameters with keys below a bracket, and buffers the keys inside it; used by one thread. */
final class KeyMarker implements KeyPass.Visitor {

    /** Number of keys that are added to the shared buffer at once, so that threads rarely wait for each other. */
    private static final int BATCH = 1024;

    private final KeyPass pass;
    private final FreezeMask before;
    private final long[] words;
    private final BracketBuffer inside;
    private final long[] keys = new long[BATCH];
    private final int[] indices = new int[BATCH];
    private int held;
    private int marked;
    private int within;

    /**
     * Creates a marker.
     *
     * @param before parameters that are marked regardless of their keys
     * @param words  target of the marks
     * @param inside target of the keys inside the bracket
     */
    KeyMarker(KeyPass pass, FreezeMask before, long[] words, BracketBuffer inside) {
        this.pass = pass;
        this.before = before;
        this.words = words;
        this.inside = inside;
    }

    void clear() {
        marked = 0;
    }

    /** Returns the number of marked parameters, without those marked regardless. */
    int marked() {
        return marked;
    }

    /**
     * Processes the parameters {@code [from, to)}, of which the first begins a word, with the bracket {@code [lower, upper)}.
     *
     * @return number of keys in the bracket, whether they fitted into the buffer or not
     */
    int mark(int from, int to, long lower, long upper) {
        for (int word = from >> 6; word <= to - 1 >> 6; word++) {
            words[word] = before.frozenWord(word);
        }
        within = 0;
        pass.forEach(from, to, lower, upper, this);
        flush();
        return within;
    }

    @Override
    public boolean visit(int word, int at, long below, long inBracket) {
        words[word] |= below;
        marked += Long.bitCount(below);
        within += Long.bitCount(inBracket);
        if (inBracket == 0 || inside.isFull()) {
            return true;
        }
        if (held > BATCH - Long.SIZE) {
            flush();
        }
        for (long rest = inBracket; rest != 0; rest &= rest - 1) {
            int bit = Long.numberOfTrailingZeros(rest);
            keys[held] = pass.key(at + bit);
            indices[held++] = (word << 6) + bit;
        }
        return true;
    }

    private void flush() {
        inside.add(keys, indices, held);
        held = 0;
    }
}
