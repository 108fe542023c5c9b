package org.dl4jfreeze;

/** Measures the agreement of two orders, or of two masks, of the same parameters. */
public final class OrderAgreement {

    private OrderAgreement() {}

    /**
     * Computes Spearman's rank correlation {@code 1 - 6 sum (I_j - J_j)^2 / (n (n^2 - 1))}, with {@code I}
     * and {@code J} the ranks in the two orders and n the number of ordered parameters.
     *
     * <p>The ranks are those of the orders, in which equal values are ranked by index; parameters with equal values in
     * both orders (dead inputs of variance 0) therefore count as agreeing.
     *
     * @param first  an order
     * @param second an order of the same parameters
     * @return 1 for equal orders, -1 for reversed ones, about 0 for independent ones; NaN below two parameters
     * @throws IllegalArgumentException if the orders are not of the same parameters
     */
    public static double spearman(ParameterOrder first, ParameterOrder second) {
        int n = first.size();
        if (first.parameterCount() != second.parameterCount() || n != second.size()) {
            throw new IllegalArgumentException("Orders of different parameters can't be compared: " + first + " and "
                    + second + "; compare orders of networks of one architecture");
        }
        int[] a = first.ranks();
        int[] b = second.ranks();
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return 1 - 6 * sum / (n * ((double) n * n - 1));
    }

    /**
     * Computes Jaccard's overlap of two sets of frozen parameters: number frozen in both / number frozen in at least one.
     *
     * @param first  a mask
     * @param second a mask of the same length
     * @return 1 for equal masks, 0 for disjoint ones, 1/3 expected for two independent random halves; 1 if both freeze
     *     nothing
     * @throws IllegalArgumentException if the masks differ in length
     */
    public static double jaccard(FreezeMask first, FreezeMask second) {
        if (first.length() != second.length()) {
            throw new IllegalArgumentException("Masks of different length can't be compared: " + first + " and "
                    + second + "; use masks of one network");
        }
        long both = 0;
        long any = 0;
        for (int w = 0; w < first.wordCount(); w++) {
            both += Long.bitCount(first.frozenWord(w) & second.frozenWord(w));
            any += Long.bitCount(first.frozenWord(w) | second.frozenWord(w));
        }
        return any == 0 ? 1 : (double) both / any;
    }
}
