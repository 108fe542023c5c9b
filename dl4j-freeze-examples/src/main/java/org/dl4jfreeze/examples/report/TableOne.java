package org.dl4jfreeze.examples.report;

import java.util.List;

/** The paper's Table 1: data sets and networks. Rows are made from networks that were built, not from their descriptions. */
public final class TableOne {

    private TableOne() {}

    /** The table of these data sets. */
    public static Table table(List<Row> rows) {
        Table table = new Table(
                "lllrrrr", "data set", "task", "structure", "p", "training examples", "test examples", "features");
        rows.forEach(row -> table.row(
                row.title(),
                row.task(),
                row.structure(),
                row.parameters(),
                row.examples(),
                row.testExamples(),
                row.structure().replaceFirst("-.*", "")));
        return table;
    }

    /** The table for the console. */
    public static String format(List<Row> rows) {
        return TableText.console(table(rows));
    }

    /**
     * A data set and its network.
     *
     * @param task         {@code regression} or {@code classification}
     * @param structure    units of the layers, from the inputs to the outputs, separated by hyphens
     * @param parameters   parameters of the network as built, the paper's p
     * @param examples     examples in the training part
     * @param testExamples examples in the test part
     */
    public record Row(String title, String task, String structure, long parameters, int examples, int testExamples) {}
}
