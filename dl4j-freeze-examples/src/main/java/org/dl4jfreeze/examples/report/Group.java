package org.dl4jfreeze.examples.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.dl4jfreeze.examples.experiment.Branch;

/**
 * All branches, one per run, with the same order and fraction.
 *
 * @param branches at least one
 */
@JsonPropertyOrder({"order", "fraction", "frozen", "train_loss", "test_loss"})
public record Group(@JsonIgnore List<Branch> branches) {

    /** Name of the order, as on the command line. */
    @JsonProperty("order")
    public String order() {
        return branches.get(0).order();
    }

    /** Fraction of the parameters that is frozen. */
    @JsonProperty("fraction")
    public double fraction() {
        return branches.get(0).fraction();
    }

    /** Number of parameters that are frozen. */
    @JsonProperty("frozen")
    public int frozen() {
        return branches.get(0).mask().frozenCount();
    }

    /** Training loss over the runs. */
    @JsonProperty("train_loss")
    public MeanDeviation trainLoss() {
        return MeanDeviation.of(branches.stream().map(Branch::trainLoss).toList());
    }

    /** Test loss over the runs. */
    @JsonProperty("test_loss")
    public MeanDeviation testLoss() {
        return MeanDeviation.of(branches.stream().map(Branch::testLoss).toList());
    }

    /** The averaged mask alpha-hat: for each parameter the fraction of runs in which it is still trained. */
    public double[] averagedMask() {
        return IntStream.range(0, branches.get(0).mask().length())
                .mapToDouble(i -> branches.stream()
                                .mapToDouble(branch -> branch.mask().alpha(i))
                                .sum()
                        / branches.size())
                .toArray();
    }
}
