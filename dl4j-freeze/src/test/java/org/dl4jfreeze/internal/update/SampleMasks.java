package org.dl4jfreeze.internal.update;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import org.dl4jfreeze.FreezeMask;

/** Masks of every form: their boundaries lie on, before and behind those of words, chunks and pieces. */
final class SampleMasks {

    private static final int LONG = 2 * MaskSegments.PIECE + 1001;

    private SampleMasks() {}

    static Map<String, FreezeMask> all() {
        Map<String, FreezeMask> masks = new LinkedHashMap<>();
        for (int n : new int[] {1, 63, 64, 65, 256, 257, 2047, 2048, 2049, 5000}) {
            masks.put("all of " + n, mask(n, i -> true));
            masks.put("the last of " + n, mask(n, i -> i == n - 1));
            masks.put("all but the last of " + n, mask(n, i -> i != n - 1));
            masks.put("alternating, " + n, mask(n, i -> i % 2 == 0));
        }
        masks.put("nothing", mask(LONG, i -> false));
        masks.put("all", mask(LONG, i -> true));
        for (int begin : new int[] {1, 64, 2047, 2049, MaskSegments.PIECE - 1, MaskSegments.PIECE + 1}) {
            int end = LONG - 2 * begin / 3;
            masks.put("frozen run from " + begin, mask(LONG, i -> i >= begin && i < end));
            masks.put("active run from " + begin, mask(LONG, i -> i < begin || i >= end));
        }
        for (int run : new int[] {63, 64, 65, 255, 256, 257, 320, 2048, 3001}) {
            masks.put("runs of " + run, mask(LONG, i -> i / run % 2 == 0));
        }
        for (double share : new double[] {0.02, 0.3, 0.5, 0.8, 0.99}) {
            Random random = new Random(1);
            masks.put("at random, " + share, mask(LONG, i -> random.nextDouble() < share));
        }
        Random random = new Random(2);
        masks.put(
                "dense, sparse and none by turns",
                mask(LONG, i -> random.nextDouble() < (i / 4999 % 4) / 3.0 || i % 7001 < 700));
        return masks;
    }

    private static FreezeMask mask(int n, IntPredicate frozen) {
        FreezeMask.Builder mask = new FreezeMask.Builder(n);
        for (int i = 0; i < n; i++) {
            if (frozen.test(i)) {
                mask.freeze(i);
            }
        }
        return mask.build();
    }
}
