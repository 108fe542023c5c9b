package org.dl4jfreeze.examples.experiment;

import java.util.List;

/**
 * The results of one run, numbered from 1: the gradient variance at t0 of each parameter, by which the proposed order sorts, and
 * one branch per order and fraction, in the order of the settings, fractions ascending.
 */
public record Run(int number, float[] variance, List<Branch> branches) {

    public Run {
        variance = variance.clone();
        branches = List.copyOf(branches);
    }

    @Override
    public float[] variance() {
        return variance.clone();
    }
}
