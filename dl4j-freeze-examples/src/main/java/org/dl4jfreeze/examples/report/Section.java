package org.dl4jfreeze.examples.report;

import java.util.List;
import java.util.Locale;

/**
 * One data set under one preset, as the report and the summary of all data sets present it.
 *
 * @param seconds wall time of the runs
 * @param threads runs made at a time
 * @param notes   anything else to know of them, for instance how t0 was found; may be empty
 */
public record Section(Results results, List<Figure> figures, double seconds, int threads, List<String> notes) {

    private static final int SECONDS_PER_MINUTE = 60;

    public Section {
        figures = List.copyOf(figures);
        notes = List.copyOf(notes);
    }

    /** Returns the wall time in seconds or, from one minute on, in minutes. */
    public String time() {
        return seconds < SECONDS_PER_MINUTE
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%.1f min", seconds / SECONDS_PER_MINUTE);
    }
}
