package org.dl4jfreeze.examples.report;

import java.util.List;
import java.util.stream.IntStream;
import org.dl4jfreeze.examples.experiment.Branch;

/**
 * All branches, one per run, with the same order and fraction.
 *
 * @param branches at least one
 */
public record Group(List<Branch> branches) {

    /** Name of the order, as on the command line. */
    public String order() {
        return branches.get(0).order();
    }

    /** Fraction of the parameters that is frozen. */
    public double fraction() {
        return branches.get(0).fraction();
    }

    /** Number of parameters that are frozen. */
    public int frozen() {
        return branches.get(0).mask().frozenCount();
    }

    /** Training loss over the runs. */
    public MeanDeviation trainLoss() {
        return MeanDeviation.of(branches.stream().map(Branch::trainLoss).toList());
    }

    /** Test loss over the runs. */
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
