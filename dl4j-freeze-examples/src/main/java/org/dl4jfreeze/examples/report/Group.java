package org.dl4jfreeze.examples.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.dl4jfreeze.examples.experiment.Branch;

/** All branches, one per run, with the same order and fraction. */
public final class Group {

    private final List<Branch> branches;

    /**
     * Groups branches.
     *
     * @param branches branches of the same order and fraction, at least one
     */
    Group(List<Branch> branches) {
        this.branches = List.copyOf(branches);
    }

    /**
     * Name of the order.
     *
     * @return as on the command line
     */
    public String order() {
        return branches.get(0).order();
    }

    /**
     * Fraction of the parameters that is frozen.
     *
     * @return in [0, 1]
     */
    public double fraction() {
        return branches.get(0).fraction();
    }

    /**
     * Number of parameters that are frozen.
     *
     * @return the number
     */
    public int frozen() {
        return branches.get(0).mask().frozenCount();
    }

    /**
     * Training loss over the runs.
     *
     * @return mean and standard deviation
     */
    public MeanDeviation trainLoss() {
        return over(Branch::trainLoss);
    }

    /**
     * Test loss over the runs.
     *
     * @return mean and standard deviation
     */
    public MeanDeviation testLoss() {
        return over(Branch::testLoss);
    }

    private MeanDeviation over(ToDoubleFunction<Branch> loss) {
        return MeanDeviation.of(branches.stream().map(loss::applyAsDouble).collect(Collectors.toList()));
    }

    /**
     * The averaged mask alpha-hat: for each parameter, the part of the runs in which it is still trained.
     *
     * @return one number in [0, 1] per parameter: 1 = trained in every run, 0 = frozen in every run
     */
    public double[] averagedMask() {
        double[] average = new double[branches.get(0).mask().length()];
        for (Branch branch : branches) {
            for (int i = 0; i < average.length; i++) {
                average[i] += branch.mask().alpha(i);
            }
        }
        for (int i = 0; i < average.length; i++) {
            average[i] /= branches.size();
        }
        return average;
    }
}
