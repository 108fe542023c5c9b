package org.dl4jfreeze.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The paper's Table 1: data sets and networks. Rows are made from networks that were built, not from what is said of them. */
public final class TableOne {

    private static final List<String> HEADINGS =
            List.of("data set", "task", "structure", "p", "training examples", "test examples", "features");
    private static final String GAP = "  ";

    private TableOne() {}

    /**
     * The headings.
     *
     * @return one per cell of a row
     */
    public static List<String> headings() {
        return HEADINGS;
    }

    /**
     * Formats the table for the console.
     *
     * @param rows one per data set
     * @return lines, the last one ended too
     */
    public static String format(List<Row> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEADINGS);
        rows.forEach(row -> lines.add(row.cells()));
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder padded = new StringBuilder();
            for (int column = 0; column < line.size(); column++) {
                int at = column;
                int width =
                        lines.stream().mapToInt(l -> l.get(at).length()).max().orElseThrow();
                // Words to the left, numbers to the right.
                String alignment = column < Row.WORDS ? "-" : "";
                padded.append(column == 0 ? "" : GAP)
                        .append(String.format("%" + alignment + width + "s", line.get(column)));
            }
            text.append(padded.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }

    /** A data set and its network. */
    public static final class Row {

        /** How many of the first cells hold words, not numbers. */
        public static final int WORDS = 3;

        private static final Pattern FIRST_NUMBER = Pattern.compile("\\d+");

        private final String title;
        private final String task;
        private final String structure;
        private final long parameters;
        private final int examples;
        private final int testExamples;

        /**
         * Describes a data set and its network.
         *
         * @param title        name of the data set
         * @param task         {@code regression} or {@code classification}
         * @param structure    units of the layers, from the inputs to the outputs
         * @param parameters   parameters of the network as built, the paper's p
         * @param examples     examples in the training part
         * @param testExamples examples in the test part
         */
        public Row(String title, String task, String structure, long parameters, int examples, int testExamples) {
            this.title = title;
            this.task = task;
            this.structure = structure;
            this.parameters = parameters;
            this.examples = examples;
            this.testExamples = testExamples;
        }

        /**
         * The row as text.
         *
         * @return one cell per heading; the features are the first layer's units
         */
        public List<String> cells() {
            Matcher features = FIRST_NUMBER.matcher(structure);
            return List.of(
                    title,
                    task,
                    structure,
                    String.valueOf(parameters),
                    String.valueOf(examples),
                    String.valueOf(testExamples),
                    features.find() ? features.group() : "");
        }
    }
}
