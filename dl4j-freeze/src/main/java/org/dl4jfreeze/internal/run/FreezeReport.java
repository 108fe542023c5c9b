package org.dl4jfreeze.internal.run;

import java.util.List;
import java.util.Locale;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.ParameterGroup;

/** The table that is logged at {@code t0}: how many of how many parameters are frozen, per layer and parameter array. */
final class FreezeReport {

    private FreezeReport() {}

    static String of(List<ParameterGroup> groups, FreezeMask mask) {
        int layerWidth = "layer".length();
        int nameWidth = "parameter".length();
        for (ParameterGroup group : groups) {
            layerWidth = Math.max(layerWidth, group.layer().length());
            nameWidth = Math.max(nameWidth, group.name().length());
        }
        String format = "%-" + layerWidth + "s  %-" + nameWidth + "s  %11s  %11s  %7s%n";
        StringBuilder table = new StringBuilder();
        table.append(String.format(Locale.ROOT, format, "layer", "parameter", "frozen", "of", ""));
        for (ParameterGroup group : groups) {
            int frozen = mask.frozenCount(group.offset(), group.offset() + group.length());
            table.append(row(format, group.layer(), group.name(), frozen, group.length(), group.isFreezable()));
        }
        table.append(row(format, "all", "", mask.frozenCount(), mask.length(), true));
        return table.toString();
    }

    private static String row(String format, String layer, String name, int frozen, int length, boolean freezable) {
        String share =
                freezable ? String.format(Locale.ROOT, "%.1f %%", length == 0 ? 0 : 100.0 * frozen / length) : "-";
        return String.format(Locale.ROOT, format, layer, name, frozen, length, share);
    }
}
