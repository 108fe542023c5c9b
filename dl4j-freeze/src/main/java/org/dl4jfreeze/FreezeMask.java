package org.dl4jfreeze;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * Which parameters are frozen: one bit per parameter, {@code true} = frozen, which means that the parameter's bits never
 * change again while training goes on.
 *
 * <p>Paper: {@code alpha_i(k)} of (2.7) is {@link #alpha(int)}, 1 for a parameter that is still trained and 0 for a
 * frozen one. <b>Erratum:</b> (2.7) prints {@code alpha_i(k) = 1 if I_i <= k}, which together with the update (2.8)
 * would train the {@code k} lowest and freeze the rest; the paper's text and title say that the {@code k} parameters of
 * lowest variance are the ones <em>frozen</em>, and that is what {@link ParameterOrder#lowest(int)} does.
 *
 * <p>Immutable; memory is one bit per parameter.
 */
public final class FreezeMask implements Serializable {

    private static final long serialVersionUID = 1L;

    private final int length;
    private final long[] words;
    private final int frozenCount;

    /** A mask of bits that nobody writes to any more; those beyond the length are 0. */
    public FreezeMask(int length, long[] words) {
        this.length = length;
        this.words = words;
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        this.frozenCount = count;
    }

    /**
     * A mask that freezes nothing.
     *
     * @param length number of parameters
     * @return the mask
     * @throws IllegalArgumentException if {@code length} is negative
     */
    public static FreezeMask none(int length) {
        return new FreezeMask(length, new Builder(length).words);
    }

    /**
     * A mask from one {@code boolean} per parameter.
     *
     * @param frozen {@code true} = frozen
     * @return the mask
     */
    public static FreezeMask of(boolean... frozen) {
        Builder builder = new Builder(frozen.length);
        for (int i = 0; i < frozen.length; i++) {
            if (frozen[i]) {
                builder.freeze(i);
            }
        }
        return builder.build();
    }

    /**
     * The number of parameters, frozen or not.
     *
     * @return the number of parameters
     */
    public int length() {
        return length;
    }

    /**
     * How many parameters are frozen.
     *
     * @return the number of frozen parameters, {@code k}
     */
    public int frozenCount() {
        return frozenCount;
    }

    /**
     * Whether at least one parameter is frozen.
     *
     * @return whether the mask freezes anything
     */
    public boolean isAnyFrozen() {
        return frozenCount > 0;
    }

    /**
     * Whether a parameter is frozen.
     *
     * @param index index of the parameter in the flat parameter vector
     * @return {@code true} = frozen
     * @throws IndexOutOfBoundsException if there is no such parameter
     */
    public boolean isFrozen(int index) {
        Objects.checkIndex(index, length);
        return (words[index >> 6] >>> index & 1L) != 0;
    }

    /**
     * The paper's {@code alpha_i(k)}.
     *
     * @param index index of the parameter in the flat parameter vector
     * @return 0 for a frozen parameter, 1 for one that is still trained
     * @throws IndexOutOfBoundsException if there is no such parameter
     */
    public int alpha(int index) {
        return isFrozen(index) ? 0 : 1;
    }

    /**
     * What this mask or another one freezes.
     *
     * @param other a mask of the same length
     * @return the union
     * @throws IllegalArgumentException if the lengths differ
     */
    public FreezeMask or(FreezeMask other) {
        if (other.length != length) {
            throw new IllegalArgumentException("Masks of different length can't be united: " + this + " and " + other);
        }
        long[] united = words.clone();
        for (int w = 0; w < united.length; w++) {
            united[w] |= other.words[w];
        }
        return new FreezeMask(length, united);
    }

    /**
     * What this mask freezes and another one does not.
     *
     * @param other a mask of the same length
     * @return the difference
     * @throws IllegalArgumentException if the lengths differ
     */
    public FreezeMask without(FreezeMask other) {
        if (other.length != length) {
            throw new IllegalArgumentException(
                    "Masks of different length have no difference: " + this + " and " + other);
        }
        long[] rest = words.clone();
        for (int w = 0; w < rest.length; w++) {
            rest[w] &= ~other.words[w];
        }
        return new FreezeMask(length, rest);
    }

    /**
     * The number of 64-bit words that {@link #frozenWord(int)} can be asked for.
     *
     * @return {@code length / 64}, rounded up
     */
    public int wordCount() {
        return words.length;
    }

    /**
     * Sixty-four parameters at once, for loops that must not branch per parameter: bit {@code b} of word {@code w} is
     * parameter {@code 64 w + b}; bits beyond the last parameter are 0.
     *
     * @param word index of the word
     * @return the frozen bits
     */
    public long frozenWord(int word) {
        return words[word];
    }

    /**
     * How many parameters of a range are frozen.
     *
     * @param from first index
     * @param to   index behind the last one
     * @return the number of frozen parameters in {@code [from, to)}
     * @throws IndexOutOfBoundsException if the range is not within the mask
     */
    public int frozenCount(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        if (from == to) {
            return 0;
        }
        int first = from >> 6;
        int last = (to - 1) >> 6;
        long head = -1L << from;
        long tail = -1L >>> -to;
        if (first == last) {
            return Long.bitCount(words[first] & head & tail);
        }
        int count = Long.bitCount(words[first] & head) + Long.bitCount(words[last] & tail);
        for (int w = first + 1; w < last; w++) {
            count += Long.bitCount(words[w]);
        }
        return count;
    }

    /**
     * A part of the mask.
     *
     * @param from first index
     * @param to   index behind the last one
     * @return a mask of {@code to - from} parameters
     * @throws IndexOutOfBoundsException if the range is not within the mask
     */
    public FreezeMask slice(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        long[] part = new long[wordsFor(to - from)];
        int shift = from & 63;
        for (int w = 0; w < part.length; w++) {
            int source = (from >> 6) + w;
            part[w] = words[source] >>> shift;
            if (shift != 0 && source + 1 < words.length) {
                part[w] |= words[source + 1] << -shift;
            }
        }
        if (((to - from) & 63) != 0) {
            part[part.length - 1] &= -1L >>> -(to - from);
        }
        return new FreezeMask(to - from, part);
    }

    /**
     * The first frozen parameter.
     *
     * @return its index; -1 if nothing is frozen
     */
    public int firstFrozen() {
        for (int w = 0; w < words.length; w++) {
            if (words[w] != 0) {
                return (w << 6) + Long.numberOfTrailingZeros(words[w]);
            }
        }
        return -1;
    }

    /**
     * Calls back for each frozen parameter, in ascending order.
     *
     * @param action receives the index of the parameter
     */
    public void forEachFrozen(IntConsumer action) {
        for (int w = 0; w < words.length; w++) {
            for (long rest = words[w]; rest != 0; rest &= rest - 1) {
                action.accept((w << 6) + Long.numberOfTrailingZeros(rest));
            }
        }
    }

    static int wordsFor(int length) {
        return (int) ((length + 63L) >> 6);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FreezeMask
                && ((FreezeMask) other).length == length
                && Arrays.equals(((FreezeMask) other).words, words);
    }

    @Override
    public int hashCode() {
        return 31 * length + Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        return "FreezeMask(" + frozenCount + " of " + length + " frozen)";
    }

    /** Collects frozen parameters; not thread-safe. */
    public static final class Builder {

        private final int length;
        private final long[] words;

        /**
         * Starts with nothing frozen.
         *
         * @param length number of parameters
         * @throws IllegalArgumentException if {@code length} is negative
         */
        public Builder(int length) {
            if (length < 0) {
                throw new IllegalArgumentException("Invalid mask length, must be at least 0, received " + length);
            }
            this.length = length;
            this.words = new long[wordsFor(length)];
        }

        /**
         * Marks one parameter as frozen.
         *
         * @param index index of the parameter
         * @return this
         * @throws IndexOutOfBoundsException if there is no such parameter
         */
        public Builder freeze(int index) {
            Objects.checkIndex(index, length);
            words[index >> 6] |= 1L << index;
            return this;
        }

        /**
         * Marks what 64 bits say: what {@link FreezeMask#frozenWord} gives.
         *
         * @param word index of the word
         * @param bits 1 = frozen; 0 beyond the last parameter
         * @return this
         * @throws IndexOutOfBoundsException if there are no such parameters
         */
        public Builder freezeWord(int word, long bits) {
            if (bits != 0) {
                Objects.checkIndex((word << 6) + Long.SIZE - 1 - Long.numberOfLeadingZeros(bits), length);
            }
            words[word] |= bits;
            return this;
        }

        /**
         * Marks what another mask freezes, moved by an offset: puts the mask of a part into that of the whole.
         *
         * @param offset index, in this mask, of the other mask's first parameter
         * @param part   the other mask
         * @return this
         * @throws IndexOutOfBoundsException if the other mask does not fit at that offset
         */
        public Builder freezeAll(int offset, FreezeMask part) {
            Objects.checkFromIndexSize(offset, part.length, length);
            int first = offset >> 6;
            for (int w = 0; w < part.words.length; w++) {
                long bits = part.words[w];
                words[first + w] |= bits << offset;
                // what is shifted out of the word; its last bits may be beyond the length of the whole, where there are
                // none
                long rest = (offset & 63) == 0 ? 0 : bits >>> -offset;
                if (rest != 0) {
                    words[first + w + 1] |= rest;
                }
            }
            return this;
        }

        /**
         * The mask collected so far; the builder can go on.
         *
         * @return the mask
         */
        public FreezeMask build() {
            return new FreezeMask(length, words.clone());
        }
    }
}
