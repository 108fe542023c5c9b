package org.dl4jfreeze.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    private final Table table = new Table("lr", "block", "parameters")
            .row("1_W", 100)
            .row(Verdict.HOLDS, new Table.Annotated("7", "seven"))
            .row(Verdict.NO_CLAIM, "");

    @Test
    void wordsStandLeftAndNumbersRightOnTheConsole() {
        assertThat(TableText.console(table))
                .isEqualTo("block  parameters\n" + "1_W           100\n" + "holds           7\n" + "-\n");
    }

    @Test
    void markdownAlignsNumbersAndMarksVerdicts() {
        assertThat(TableText.markdown(table))
                .isEqualTo("| block | parameters |\n"
                        + "|---|---:|\n"
                        + "| 1_W | 100 |\n"
                        + "| **holds** | 7 |\n"
                        + "| - |  |\n");
    }

    @Test
    void markdownShowsMarkupAsText() {
        assertThat(TableText.markdown(new Table("l", "a|b").row("*x* _y_ <b> & `c`\n[d] \\")))
                .isEqualTo("| a\\|b |\n|---|\n| \\*x\\* \\_y\\_ &lt;b> &amp; \\`c\\` \\[d\\] \\\\ |\n");
    }

    @Test
    void rowsAndAlignmentMustFitTheHeadings() {
        assertThatThrownBy(() -> table.row("alone"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 cells")
                .hasMessageContaining("must have 2");
        assertThatThrownBy(() -> new Table("lrx", List.of("a", "b", "c")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"lrx\"");
        assertThatThrownBy(() -> new Table("l", "a", "b")).isInstanceOf(IllegalArgumentException.class);
    }
}
