package org.dl4jfreeze.examples.report;

import org.dl4jfreeze.examples.experiment.Branch;

/** The part of the data on which a loss was computed. */
enum Part {
    TRAIN("train"),
    TEST("test");

    private final String words;

    Part(String words) {
        this.words = words;
    }

    double loss(Branch branch) {
        return this == TRAIN ? branch.trainLoss() : branch.testLoss();
    }

    @Override
    public String toString() {
        return words;
    }
}
