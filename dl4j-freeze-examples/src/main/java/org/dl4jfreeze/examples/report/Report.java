package org.dl4jfreeze.examples.report;

import java.util.List;

/** Everything that the report presents: the rows of Table 1, one per data set, and a section per data set and preset. */
public record Report(List<TableOne.Row> tableOne, List<Section> sections) {

    public Report {
        tableOne = List.copyOf(tableOne);
        sections = List.copyOf(sections);
    }

    /** Returns the claims on all data sets, data set by data set. */
    public List<CheckedClaim> claims() {
        return sections.stream()
                .flatMap(section -> section.results().claims().stream())
                .toList();
    }
}
