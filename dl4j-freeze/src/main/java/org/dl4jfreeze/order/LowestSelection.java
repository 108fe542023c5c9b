package org.dl4jfreeze.order;

import java.util.Arrays;

/**
 * The {@code k} lowest of many values, where these lie: the same as {@link ParameterOrder#lowest}, to the index, without the order.
 *
 * <p>A sample of the values gives a bracket that the k-th lowest is in by all odds. One pass over all of them marks what is below
 * the bracket, and puts aside the few that are in it, among which the k-th is then found. Where many values are equal to an end of the
 * bracket (dead inputs have variance 0), a second pass takes the first of them, or gives the last of them back; where the bracket was wrong, passes that count narrow it
 * down. Memory: the mask's bits, and some 0.1 bytes per parameter of work memory. Not thread-safe.
 */
public final class LowestSelection implements LowestFirst {

    private final int parameterCount;
    private final ParameterRanges participants;
    private final SortKeys keys;

    /**
     * A selection from values that are read when it is asked.
     *
     * @param parameterCount number of parameters of the network, {@code p}
     * @param participants   those that take part
     * @param keys           the values' keys, by index of the parameter
     * @throws IllegalArgumentException if others take part than there are
     */
    public LowestSelection(int parameterCount, ParameterRanges participants, SortKeys keys) {
        if (participants.end() > parameterCount) {
            throw new IllegalArgumentException(
                    "Invalid participants, must be within [0," + parameterCount + "), received " + participants);
        }
        this.parameterCount = parameterCount;
        this.participants = participants;
        this.keys = keys;
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

        private final FreezeMask before;
        private final KeyPass pass;
        private final int k;
        private final int candidates;
        private final long[] words;

        private long low;
        private long high;
        /** How many candidates have a key of at most {@code low}: these are marked. */
        private int marked;
        /** How many have one between {@code low} and {@code high}, both exclusive. */
        private int inside;
        /** Their keys and indices, as far as there is room. */
        private final long[] insideKeys;

        private final int[] insideIndices;

        Choice(FreezeMask before, int k, int candidates) {
            this.before = before;
            this.k = k;
            this.candidates = candidates;
            this.pass = new KeyPass(keys, participants, before);
            this.words = new long[before.wordCount()];
            KeySample sample = new KeySample(keys, participants, before);
            double quantile = (double) k / candidates;
            bracket(sample.below(quantile, keys.lowest()), sample.above(quantile, keys.highest()));
            int room = sample.within(quantile, candidates);
            insideKeys = new long[room];
            insideIndices = new int[room];
        }

        FreezeMask mask() {
            if (k == candidates) {
                mark(keys.highest(), keys.highest() + 1);
            } else {
                while (!tryBracket()) {
                    narrow();
                }
            }
            return new FreezeMask(parameterCount, words);
        }

        /** Of one value if both ends are the same. */
        private void bracket(long from, long to) {
            low = from == to ? from - 1 : from;
            high = to;
        }

        /** Marks the k lowest if the k-th is in the bracket. */
        private boolean tryBracket() {
            mark(low, high);
            if (k <= marked) {
                // many may be equal to the lower end, and some of them too many
                return giveBack(low, marked - k);
            }
            if (inside > insideKeys.length) {
                return false;
            }
            if (k > marked + inside) {
                takeInside(Long.MAX_VALUE, 0);
                return takeEqual(high, k - marked - inside);
            }
            long last = KeyHistogram.ofRank(insideKeys, inside, k - marked);
            int lower = 0;
            for (int i = 0; i < inside; i++) {
                lower += insideKeys[i] < last ? 1 : 0;
            }
            takeInside(last, k - marked - lower);
            return true;
        }

        private void mark(long lower, long upper) {
            Arrays.setAll(words, before::frozenWord);
            marked = 0;
            inside = 0;
            pass.forEach(lower + 1, upper, (word, at, below, within) -> {
                words[word] |= below;
                marked += Long.bitCount(below);
                for (long rest = within; rest != 0; rest &= rest - 1) {
                    int bit = Long.numberOfTrailingZeros(rest);
                    if (inside < insideKeys.length) {
                        insideKeys[inside] = keys.key(at + bit);
                        insideIndices[inside] = (word << 6) + bit;
                    }
                    inside++;
                }
                return true;
            });
        }

        /** Marks those inside below a key, and the first {@code ties} of those equal to it: they lie in the order of their indices. */
        private void takeInside(long last, int ties) {
            int rest = ties;
            for (int i = 0; i < inside; i++) {
                if (insideKeys[i] < last || insideKeys[i] == last && rest-- > 0) {
                    words[insideIndices[i] >> 6] |= 1L << insideIndices[i];
                }
            }
        }

        /** Marks the first so many candidates with a key; says whether there are so many. */
        private boolean takeEqual(long key, int count) {
            int[] rest = {count};
            pass.forEach(key, key + 1, (word, at, below, equal) -> {
                for (long more = equal; more != 0 && rest[0] > 0; rest[0]--, more &= more - 1) {
                    words[word] |= Long.lowestOneBit(more);
                }
                return rest[0] > 0;
            });
            return rest[0] == 0;
        }

        /** Takes the mark from the last so many candidates with a key; says whether there are so many. */
        private boolean giveBack(long key, int count) {
            int[] rest = {count};
            if (count > 0) {
                pass.forEachBackwards(key, key + 1, (word, at, below, equal) -> {
                    for (long more = equal; more != 0 && rest[0] > 0; rest[0]--) {
                        words[word] &= ~Long.highestOneBit(more);
                        more &= ~Long.highestOneBit(more);
                    }
                    return rest[0] > 0;
                });
            }
            return rest[0] == 0;
        }

        /** Counts until the k-th is known, or there is room for all that it may be. */
        private void narrow() {
            long bottom = keys.lowest();
            long top = keys.highest();
            int rank = k;
            while (bottom < top) {
                KeyHistogram histogram = histogram(bottom, top);
                rank = histogram.narrow(rank);
                bottom = histogram.bottom();
                top = histogram.top();
                if (histogram.count() <= insideKeys.length) {
                    low = bottom - 1;
                    high = top + 1;
                    return;
                }
            }
            bracket(bottom, bottom);
        }

        private KeyHistogram histogram(long bottom, long top) {
            KeyHistogram histogram = new KeyHistogram(bottom, top);
            pass.forEach(bottom, top + 1, (word, at, below, within) -> {
                for (long rest = within; rest != 0; rest &= rest - 1) {
                    histogram.add(keys.key(at + Long.numberOfTrailingZeros(rest)));
                }
                return true;
            });
            return histogram;
        }
    }
}
