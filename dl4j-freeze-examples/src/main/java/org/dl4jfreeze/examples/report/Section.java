package org.dl4jfreeze.examples.report;

import java.util.List;

/** One data set under one preset, as the report and the summary of everything present it. */
public final class Section {

    private final Results results;
    private final List<Figure> figures;
    private final double seconds;
    private final int threads;
    private final List<String> notes;

    /**
     * Gathers what is presented.
     *
     * @param results the runs
     * @param figures its pictures, in the order of presentation
     * @param seconds wall time of the runs
     * @param threads how many runs were made at a time
     * @param notes   anything else to know of them, for instance how t0 was found; may be empty
     */
    public Section(Results results, List<Figure> figures, double seconds, int threads, List<String> notes) {
        this.results = results;
        this.figures = List.copyOf(figures);
        this.seconds = seconds;
        this.threads = threads;
        this.notes = List.copyOf(notes);
    }

    /**
     * The runs.
     *
     * @return with settings
     */
    public Results results() {
        return results;
    }

    /**
     * The pictures.
     *
     * @return in the order of presentation
     */
    public List<Figure> figures() {
        return figures;
    }

    /**
     * Wall time of the runs.
     *
     * @return in seconds
     */
    public double seconds() {
        return seconds;
    }

    /**
     * How many runs were made at a time.
     *
     * @return at least 1
     */
    public int threads() {
        return threads;
    }

    /**
     * Anything else to know.
     *
     * @return paragraphs without markup
     */
    public List<String> notes() {
        return notes;
    }
}
