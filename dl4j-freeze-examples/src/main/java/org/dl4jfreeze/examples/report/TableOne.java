package org.dl4jfreeze.examples.report;

import java.util.List;

/** The paper's Table 1: data sets and networks. Rows are made from networks that were built, not from their descriptions. */
public final class TableOne {

    private TableOne() {}

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

    public static String format(List<Row> rows) {
        return TableText.console(table(rows));
    }

    /** A data set and its network as built; {@code task} and {@code structure} as in an {@code Experiment}. */
    public record Row(String title, String task, String structure, long parameters, int examples, int testExamples) {}
}
