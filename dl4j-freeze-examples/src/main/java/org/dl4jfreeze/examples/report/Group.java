package org.dl4jfreeze.examples.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.dl4jfreeze.examples.experiment.Branch;
import org.dl4jfreeze.examples.experiment.Losses;

/** All branches, one per run and at least one, with the same order and fraction. */
@JsonPropertyOrder({"order", "fraction", "frozen", "train_loss", "test_loss"})
public record Group(@JsonIgnore List<Branch> branches) {

    /** Returns the name of the order, as on the command line. */
    @JsonProperty("order")
    public String order() {
        return branches.get(0).order();
    }

    @JsonProperty("fraction")
    public double fraction() {
        return branches.get(0).fraction();
    }

    @JsonProperty("frozen")
    public int frozen() {
        return branches.get(0).mask().frozenCount();
    }

    @JsonProperty("train_loss")
    public MeanDeviation trainLoss() {
        return over(Losses::train);
    }

    @JsonProperty("test_loss")
    public MeanDeviation testLoss() {
        return over(Losses::test);
    }

    private MeanDeviation over(ToDoubleFunction<Losses> loss) {
        return MeanDeviation.of(
                branches.stream().map(Branch::losses).mapToDouble(loss).toArray());
    }

    /** Returns the averaged mask alpha-hat: for each parameter the fraction of runs in which it is still trained. */
    public double[] averagedMask() {
        return IntStream.range(0, branches.get(0).mask().length())
                .mapToDouble(i -> branches.stream()
                                .mapToDouble(branch -> branch.mask().alpha(i))
                                .sum()
                        / branches.size())
                .toArray();
    }
}
