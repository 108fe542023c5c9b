package org.dl4jfreeze;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A set of frozen parameters: one bit per parameter, {@code true} = frozen, which means that training does not change the
 * parameter's bits.
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

    /** Creates a mask that owns the words; bits beyond the length must be 0. */
    private FreezeMask(int length, long[] words) {
        this.length = length;
        this.words = words;
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        this.frozenCount = count;
    }

    /**
     * Creates a mask that freezes nothing.
     *
     * @param length number of parameters
     * @return the mask
     * @throws IllegalArgumentException if {@code length} is negative
     */
    public static FreezeMask none(int length) {
        return new FreezeMask(length, new Builder(length).words);
    }

    /**
     * Creates a mask from one {@code boolean} per parameter.
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
     * Creates a mask from 64 parameters per word, as {@link #frozenWord} returns them.
     *
     * @param length number of parameters
     * @param words  {@code length / 64} words, rounded up; bit {@code b} of word {@code w} is parameter {@code 64 w + b};
     *     copied
     * @return the mask
     * @throws IllegalArgumentException if {@code length} is negative, the number of words is another one, or a bit beyond the
     *     last parameter is set
     */
    public static FreezeMask ofWords(int length, long... words) {
        checkLength(length);
        int expected = wordsFor(length);
        boolean hasTail = (length & 63) != 0;
        if (words.length != expected || hasTail && words[words.length - 1] >>> length != 0) {
            throw new IllegalArgumentException(
                    "Invalid words of a mask of " + length + " parameters, must be " + expected
                            + " with 0 beyond the last parameter, received " + words.length + " words"
                            + (words.length == expected ? " with bits beyond it" : ""));
        }
        return new FreezeMask(length, words.clone());
    }

    private static void checkLength(int length) {
        if (length < 0) {
            throw new IllegalArgumentException("Invalid mask length, must be at least 0, received " + length);
        }
    }

    /**
     * Returns the number of parameters, frozen or not.
     *
     * @return the number of parameters
     */
    public int length() {
        return length;
    }

    /**
     * Returns the number of frozen parameters.
     *
     * @return the number of frozen parameters, {@code k}
     */
    public int frozenCount() {
        return frozenCount;
    }

    /**
     * Tells whether at least one parameter is frozen.
     *
     * @return whether the mask freezes anything
     */
    public boolean isAnyFrozen() {
        return frozenCount > 0;
    }

    /**
     * Tells whether a parameter is frozen.
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
     * Returns the paper's {@code alpha_i(k)} (2.7).
     *
     * @param index index of the parameter in the flat parameter vector
     * @return 0 for a frozen parameter, 1 for one that is still trained
     * @throws IndexOutOfBoundsException if there is no such parameter
     */
    public int alpha(int index) {
        return isFrozen(index) ? 0 : 1;
    }

    /**
     * Unites two masks: freezes what this mask or the other one freezes.
     *
     * @param other a mask of the same length
     * @return the union
     * @throws IllegalArgumentException if the lengths differ
     */
    public FreezeMask or(FreezeMask other) {
        return combined(other, "Masks of different length can't be united: ", (mine, others) -> mine | others);
    }

    private FreezeMask combined(FreezeMask other, String problem, LongBinaryOperator operator) {
        if (other.length != length) {
            throw new IllegalArgumentException(problem + this + " and " + other + "; use masks of one network");
        }
        long[] result = new long[words.length];
        Arrays.setAll(result, w -> operator.applyAsLong(words[w], other.words[w]));
        return new FreezeMask(length, result);
    }

    /**
     * Subtracts a mask: freezes what this mask freezes and the other one does not.
     *
     * @param other a mask of the same length
     * @return the difference
     * @throws IllegalArgumentException if the lengths differ
     */
    public FreezeMask without(FreezeMask other) {
        return combined(other, "Masks of different length have no difference: ", (mine, others) -> mine & ~others);
    }

    /**
     * Returns the number of 64-bit words that {@link #frozenWord(int)} reads.
     *
     * @return {@code length / 64}, rounded up
     */
    public int wordCount() {
        return words.length;
    }

    /**
     * Returns 64 parameters at once, for loops that must not branch per parameter: bit {@code b} of word {@code w} is
     * parameter {@code 64 w + b}; bits beyond the last parameter are 0.
     *
     * @param word index of the word
     * @return the frozen bits
     */
    public long frozenWord(int word) {
        return words[word];
    }

    /**
     * Counts the frozen parameters of a range.
     *
     * @param from first index
     * @param to   index after the last one
     * @return the number of frozen parameters in {@code [from, to)}
     * @throws IndexOutOfBoundsException if the range is not within the mask
     */
    public int frozenCount(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        if (from == to) {
            return 0;
        }
        int last = (to - 1) >> 6;
        // without the bits before the range and those after it
        int count = -Long.bitCount(words[from >> 6] & ~(-1L << from)) - Long.bitCount(words[last] & ~(-1L >>> -to));
        for (int w = from >> 6; w <= last; w++) {
            count += Long.bitCount(words[w]);
        }
        return count;
    }

    /**
     * Returns a part of the mask.
     *
     * @param from first index
     * @param to   index after the last one
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
     * Returns what is frozen of one parameter array, in the shape of that array.
     *
     * <pre>{@code
     * INDArray frozen = mask.of(group);
     * }</pre>
     *
     * @param group one of {@code FreezableNetwork.groups()}
     * @return BOOL, of {@link ParameterGroup#shape()}; true = frozen
     * @throws IndexOutOfBoundsException if the group is not within the mask
     */
    public INDArray of(ParameterGroup group) {
        int from = group.offset();
        Objects.checkFromIndexSize(from, group.length(), length);
        boolean[] rowByRow = new boolean[group.length()];
        long[] shape = group.shape();
        slice(from, from + group.length()).forEachFrozen(i -> {
            int at = 0;
            long[] position = group.position(from + i);
            for (int dimension = 0; dimension < shape.length; dimension++) {
                at = at * (int) shape[dimension] + (int) position[dimension];
            }
            rowByRow[at] = true;
        });
        return Nd4j.createFromArray(rowByRow).reshape('c', shape);
    }

    /**
     * Finds the first frozen parameter.
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
        return "FreezeMask(" + frozenCount + " of " + length + " frozen"
                + FirstIndices.of(firstFrozenIndices(), frozenCount) + ")";
    }

    private IntStream firstFrozenIndices() {
        return IntStream.range(0, words.length)
                .filter(w -> words[w] != 0)
                .limit(FirstIndices.SHOWN)
                .flatMap(w -> IntStream.range(0, Long.SIZE)
                        .filter(bit -> (words[w] >>> bit & 1L) != 0)
                        .map(bit -> (w << 6) + bit));
    }

    /** Collects frozen parameters; not thread-safe. */
    public static final class Builder {

        private final int length;
        private final long[] words;

        /**
         * Creates a builder with nothing frozen.
         *
         * @param length number of parameters
         * @throws IllegalArgumentException if {@code length} is negative
         */
        public Builder(int length) {
            checkLength(length);
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
         * Marks parameters as frozen, 64 at once, as {@link FreezeMask#frozenWord} returns them.
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
         * Marks what the mask of a part of the network freezes, which begins at an offset.
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
                // the bits that are shifted out of the word; zero where the whole has no further word
                long rest = (offset & 63) == 0 ? 0 : bits >>> -offset;
                if (rest != 0) {
                    words[first + w + 1] |= rest;
                }
            }
            return this;
        }

        /**
         * Creates the mask; the builder can be used further.
         *
         * @return the mask
         */
        public FreezeMask build() {
            return new FreezeMask(length, words.clone());
        }
    }
}
