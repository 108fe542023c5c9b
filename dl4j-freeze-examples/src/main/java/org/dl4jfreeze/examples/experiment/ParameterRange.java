package org.dl4jfreeze.examples.experiment;

/** A stretch of the flat parameter vector with a name, for a closer look. */
public final class ParameterRange {

    private final String name;
    private final int from;
    private final int to;

    /**
     * Names a stretch.
     *
     * @param name what lies there
     * @param from first index
     * @param to   index behind the last one
     */
    public ParameterRange(String name, int from, int to) {
        this.name = name;
        this.from = from;
        this.to = to;
    }

    /**
     * What lies there.
     *
     * @return words for a title
     */
    public String name() {
        return name;
    }

    /**
     * Where it begins.
     *
     * @return the first index
     */
    public int from() {
        return from;
    }

    /**
     * Where it ends.
     *
     * @return the index behind the last one
     */
    public int to() {
        return to;
    }
}
