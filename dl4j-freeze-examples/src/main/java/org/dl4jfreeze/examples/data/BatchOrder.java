package org.dl4jfreeze.examples.data;

import java.util.SplittableRandom;

/**
 * Decides which examples each mini-batch holds: an endless concatenation of seeded permutations of all examples, cut in pieces
 * of exactly the batch size. So each example is seen once per pass, no mini-batch is smaller than the others, and no
 * example is left over at the end of a pass.
 *
 * <p>The sequence depends only on size, batch size and seed. Not thread-safe.
 */
public final class BatchOrder {

    private final int examples;
    private final int batchSize;
    private final SplittableRandom random;
    private int[] pass = new int[0];
    private int used;

    public BatchOrder(int examples, int batchSize, long seed) {
        checkBatchSize(batchSize, examples);
        this.examples = examples;
        this.batchSize = batchSize;
        this.random = new SplittableRandom(seed);
    }

    public static void checkBatchSize(int batchSize, int examples) {
        if (batchSize < 1 || batchSize > examples) {
            throw new IllegalArgumentException("Invalid batch size " + batchSize + ", must be in [1, " + examples
                    + "], the number of training examples; choose one in that range");
        }
    }

    /** Returns the indices of the examples of the next mini-batch, in order. */
    public int[] next() {
        int[] batch = new int[batchSize];
        for (int filled = 0; filled < batchSize; ) {
            if (used == pass.length) {
                pass = Permutation.of(examples, random);
                used = 0;
            }
            int taken = Math.min(batchSize - filled, pass.length - used);
            System.arraycopy(pass, used, batch, filled, taken);
            used += taken;
            filled += taken;
        }
        return batch;
    }
}
