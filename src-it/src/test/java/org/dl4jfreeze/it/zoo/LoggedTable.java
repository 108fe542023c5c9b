package org.dl4jfreeze.it.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table that the listener logs at t0, read back from the text. */
final class LoggedTable {

    private static final Pattern ROW =
            Pattern.compile("(\\S+) +(\\S+) +(\\d+) +(\\d+) +(-|[0-9.]+ %) +(?:-|[0-9.]+ %)");
    private static final Pattern TOTAL = Pattern.compile("all +(\\d+) +(\\d+) +[0-9.]+ % +(?:-|100\\.0 %)");

    private final List<Row> rows = new ArrayList<>();
    private int frozen = -1;
    private int of = -1;

    /** A parameter array of a layer. */
    static final class Row {

        final String layer;
        final String parameter;
        final int frozen;
        final int of;
        final boolean takesPart;

        private Row(Matcher matcher) {
            layer = matcher.group(1);
            parameter = matcher.group(2);
            frozen = Integer.parseInt(matcher.group(3));
            of = Integer.parseInt(matcher.group(4));
            takesPart = !matcher.group(5).equals("-");
        }
    }

    LoggedTable(String message) {
        for (String line : message.split("\\R")) {
            Matcher row = ROW.matcher(line.strip());
            Matcher total = TOTAL.matcher(line.strip());
            if (total.matches()) {
                frozen = Integer.parseInt(total.group(1));
                of = Integer.parseInt(total.group(2));
            } else if (row.matches()) {
                rows.add(new Row(row));
            }
        }
    }

    /** In the order of the flat parameter vector. */
    List<Row> rows() {
        return rows;
    }

    /** The last line's number of frozen parameters. */
    int frozen() {
        return frozen;
    }

    /** The last line's number of parameters. */
    int of() {
        return of;
    }
}
