package org.dl4jfreeze.examples.report;

import java.util.List;
import java.util.stream.Collectors;

/** Everything that the report presents. */
public final class Report {

    private final List<TableOne.Row> tableOne;
    private final List<Section> sections;

    /**
     * Gathers it.
     *
     * @param tableOne rows of Table 1, one per data set
     * @param sections one per data set and preset
     */
    public Report(List<TableOne.Row> tableOne, List<Section> sections) {
        this.tableOne = List.copyOf(tableOne);
        this.sections = List.copyOf(sections);
    }

    /**
     * Table 1.
     *
     * @return one row per data set
     */
    public List<TableOne.Row> tableOne() {
        return tableOne;
    }

    /**
     * The data sets.
     *
     * @return one per data set and preset
     */
    public List<Section> sections() {
        return sections;
    }

    /**
     * The claims on all data sets.
     *
     * @return data set by data set
     */
    public List<CheckedClaim> claims() {
        return sections.stream()
                .flatMap(section -> section.results().claims().stream())
                .collect(Collectors.toList());
    }
}
