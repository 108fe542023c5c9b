package org.dl4jfreeze.examples.data;

import java.util.SplittableRandom;

/** Seeded random permutations (Fisher-Yates), the same on every machine and Java version. */
final class Permutation {

    private Permutation() {}

    static int[] of(int size, SplittableRandom random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
