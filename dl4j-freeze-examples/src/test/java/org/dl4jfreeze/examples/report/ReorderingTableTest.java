package org.dl4jfreeze.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dl4jfreeze.examples.SampleReordering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReorderingTableTest {

    private final ReorderingResults results = SampleReordering.twoRuns(0.5);

    @Test
    void tellsWhatIsComparedAndHowMuchOfTheLossIsWonBack() {
        assertThat(ReorderingTable.format(results))
                .startsWith(
                        "MNIST, 784-10-10: 1000 iterations from scratch, mask chosen after 100, re-ordered every 50;"
                                + " mean ± standard deviation over 2 runs.\n"
                                + "Nothing frozen: training loss 1.050 ± 0.071, test loss 2.100 ± 0.141, test accuracy 48.81")
                // (6.1 - 3.1) / (6.1 - 2.1) of the means
                .contains("| variance | 0.5 | 3.050 ± 0.071 | 1.550 ± 0.071 | 6.100 ± 0.141 | 3.100 ± 0.141 |")
                .contains("| 75 % | 2 of 2 | 50 % |");
    }

    @Test
    void nothingIsWonBackOfWhatCostsNothing() {
        TrialGroup none = results.nothingFrozen();
        TrialGroup reordered = results.groups().get(2);

        assertThat(ReorderingTable.wonBack(none, none, reordered)).isEqualTo("-");
        assertThat(ReorderingTable.wonBack(reordered, none, none)).isEqualTo("-");
        assertThat(ReorderingTable.wonBack(none, reordered, none)).isEqualTo("100 %");
        assertThat(ReorderingTable.wonBack(none, reordered, reordered)).isEqualTo("0 %");
    }

    @Test
    void csvHasARowPerTrialAndARowPerTreatment(@TempDir Path folder) throws IOException {
        ReorderingCsv.writeRuns(results, folder.resolve("runs.csv"));
        ReorderingCsv.writeSummary(results, folder.resolve("summary.csv"));

        assertThat(Files.readAllLines(folder.resolve("runs.csv")))
                .hasSize(1 + 2 * (1 + 2 * 2))
                .startsWith(
                        "run,order,mask,fraction,frozen,train_loss,test_loss,test_accuracy",
                        "1,none,none,0,0,1.0,2.0,0.5",
                        "1,variance,fixed,0.5,2,3.0,6.0,0.25",
                        "1,variance,re-ordered,0.5,2,1.5,3.0,0.4");
        assertThat(Files.readAllLines(folder.resolve("summary.csv")))
                .hasSize(1 + 1 + 2 * 2)
                .anyMatch(row -> row.startsWith("random,re-ordered,0.5,2,1.55,0.0707"));
    }
}
