package org.dl4jfreeze.examples.report;

import java.util.Locale;
import org.dl4jfreeze.examples.experiment.Settings;
import org.dl4jfreeze.examples.experiment.Treatment;
import org.dl4jfreeze.examples.experiment.Treatment.Mask;

/** The file reordering.md: fixed masks against re-ordered ones, per order and fraction. */
public final class ReorderingTable {

    private ReorderingTable() {}

    /** Returns the table with what a reader has to know of it, as lines ended by a line feed. */
    public static String format(ReorderingResults results) {
        return heading(results) + "\n" + TableText.markdown(table(results)) + "\n" + legend();
    }

    private static String heading(ReorderingResults results) {
        Settings training = results.settings().training();
        TrialGroup none = results.nothingFrozen();
        return String.format(
                Locale.ROOT,
                "%s, %s: %d iterations from scratch, mask chosen after %d, re-ordered every %d; mean ± standard deviation over"
                        + " %d run%s.%nNothing frozen: training loss %s, test loss %s, test accuracy %s %%.%n",
                results.experiment().title(),
                results.experiment().structure(),
                training.iterations(),
                training.freezeAt(),
                results.settings().interval(),
                training.runs(),
                training.runs() == 1 ? "" : "s",
                none.trainLoss(),
                none.testLoss(),
                none.accuracy());
    }

    private static Table table(ReorderingResults results) {
        Table table = new Table(
                "lrrrrrrrrrr",
                "order",
                "frozen",
                "training loss, fixed",
                "re-ordered",
                "test loss, fixed",
                "re-ordered",
                "test accuracy, fixed",
                "re-ordered",
                "won back",
                "lower in",
                "still active");
        Settings training = results.settings().training();
        for (String order : training.orders()) {
            for (double fraction : training.fractions()) {
                TrialGroup fixed = results.group(new Treatment(order, Mask.FIXED, fraction));
                TrialGroup reordered = results.group(new Treatment(order, Mask.REORDERED, fraction));
                PairedComparison comparison = reordered.testLossAgainst(fixed);
                table.row(
                        order,
                        NumberText.plain(fraction),
                        fixed.trainLoss(),
                        reordered.trainLoss(),
                        fixed.testLoss(),
                        reordered.testLoss(),
                        fixed.accuracy(),
                        reordered.accuracy(),
                        wonBack(results.nothingFrozen(), fixed, reordered),
                        comparison.proposedLower() + " of " + comparison.runs(),
                        NumberText.number(reordered.activeOfThoseIn(fixed).mean(), 0) + " %");
            }
        }
        return table;
    }

    /** Returns the share of the test loss that the fixed mask costs and re-ordering does not, from the means. */
    static String wonBack(TrialGroup none, TrialGroup fixed, TrialGroup reordered) {
        double cost = fixed.testLoss().mean() - none.testLoss().mean();
        double gain = fixed.testLoss().mean() - reordered.testLoss().mean();
        // What costs nothing, within the noise of the runs, leaves nothing to win back.
        return cost > 0 && fixed.testLossAgainst(none).relativeDifference().lower() > 0
                ? NumberText.number(100 * gain / cost, 0) + " %"
                : "-";
    }

    private static String legend() {
        return "Won back: the share of the test loss lost by the fixed mask that re-ordering does not lose; - where the 95 %"
                + " interval of that\nloss over runs reaches zero. Lower in: runs in which re-ordering has the lower test loss."
                + " Still active: of the\nparameters that the first mask leaves active, the share that the last one does.\n";
    }
}
