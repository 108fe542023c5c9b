package org.dl4jfreeze.internal.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.ParameterGroup;
import org.dl4jfreeze.internal.memory.FlatArrayReader;

/**
 * The table that is logged at {@code t0} and returned by {@code FreezingListener.report()}: how many of how many parameters are
 * frozen, and the share of the total gradient variance, per layer and parameter array.
 */
final class FreezeReport {

    private static final int PIECE = 4096;

    private final FlatArrayReader variance;
    private final String format;
    private final StringBuilder table = new StringBuilder();
    private double total;

    private FreezeReport(FlatArrayReader variance, int layerWidth, int nameWidth) {
        this.variance = variance;
        this.format = "%-" + layerWidth + "s  %-" + nameWidth + "s  %11s  %11s  %7s  %8s%n";
    }

    /**
     * Formats the table.
     *
     * @param variance reads the gradient variance of all parameters that can be frozen
     */
    static String of(List<ParameterGroup> groups, FreezeMask mask, FlatArrayReader variance) {
        int layerWidth = "layer".length();
        int nameWidth = "parameter".length();
        for (ParameterGroup group : groups) {
            layerWidth = Math.max(layerWidth, group.layer().length());
            nameWidth = Math.max(nameWidth, group.name().length());
        }
        return new FreezeReport(variance, layerWidth, nameWidth).format(groups, mask);
    }

    private String format(List<ParameterGroup> groups, FreezeMask mask) {
        double[] sums = groups.stream().mapToDouble(this::variance).toArray();
        total = Arrays.stream(sums).sum();
        table.append(String.format(Locale.ROOT, format, "layer", "parameter", "frozen", "of", "", "variance"));
        for (int i = 0; i < sums.length; i++) {
            ParameterGroup group = groups.get(i);
            int frozen = mask.frozenCount(group.offset(), group.offset() + group.length());
            row(group.layer(), group.name(), frozen, group.length(), group.isFreezable(), sums[i]);
        }
        row("all", "", mask.frozenCount(), mask.length(), true, total);
        return table.toString();
    }

    /** Sums in double precision, in pieces, because the variance may be that of millions of parameters. */
    private double variance(ParameterGroup group) {
        double sum = 0;
        double[] piece = new double[Math.min(PIECE, group.length())];
        for (int from = 0; group.isFreezable() && from < group.length(); from += piece.length) {
            int count = Math.min(piece.length, group.length() - from);
            variance.read(group.offset() + from, piece, 0, count);
            for (int i = 0; i < count; i++) {
                sum += piece[i];
            }
        }
        return sum;
    }

    private void row(String layer, String name, int frozen, int length, boolean freezable, double sum) {
        String share = freezable ? percent(length == 0 ? 0 : (double) frozen / length) : "-";
        // no variance, or one that is not finite, has no shares
        String ofVariance = freezable && total > 0 && Double.isFinite(total) ? percent(sum / total) : "-";
        table.append(String.format(Locale.ROOT, format, layer, name, frozen, length, share, ofVariance));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
