package org.dl4jfreeze.internal.order.select;

import org.dl4jfreeze.FreezeMask;

/** Marks what is below a bracket, and puts aside what is in it: one thread's part of that. */
final class KeyMarker implements KeyPass.Visitor {

    /** So many keys are put aside at a time, for the threads not to wait for each other. */
    private static final int AT_A_TIME = 1024;

    private final KeyPass pass;
    private final FreezeMask before;
    private final long[] words;
    private final BracketBuffer inside;
    private final long[] keys = new long[AT_A_TIME];
    private final int[] indices = new int[AT_A_TIME];
    private int held;
    private int marked;
    private int within;

    /**
     * One that has marked nothing.
     *
     * @param before what is marked in any case
     * @param words  where marks are set
     * @param inside where keys are put aside
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

    /** How many it has marked. */
    int marked() {
        return marked;
    }

    /**
     * Works on the parameters {@code [from, to)}, of which the first begins a word, with the bracket {@code [lower, upper)}.
     *
     * @return how many of them are in the bracket, whether there was room for them or not
     */
    int mark(int from, int to, long lower, long upper) {
        for (int word = from >> 6; word <= to - 1 >> 6; word++) {
            words[word] = before.frozenWord(word);
        }
        within = 0;
        pass.forEach(from, to, lower, upper, this);
        putAside();
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
        if (held > AT_A_TIME - Long.SIZE) {
            putAside();
        }
        for (long rest = inBracket; rest != 0; rest &= rest - 1) {
            int bit = Long.numberOfTrailingZeros(rest);
            keys[held] = pass.key(at + bit);
            indices[held++] = (word << 6) + bit;
        }
        return true;
    }

    private void putAside() {
        inside.add(keys, indices, held);
        held = 0;
    }
}
