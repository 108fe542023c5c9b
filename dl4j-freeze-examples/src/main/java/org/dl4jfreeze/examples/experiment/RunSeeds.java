package org.dl4jfreeze.examples.experiment;

import java.util.SplittableRandom;

/** What is random in a run, from the settings' seed and the number of the run alone. */
final class RunSeeds {

    private final long initialisation;
    private final long batchOrder;
    private final long randomOrder;

    private RunSeeds(SplittableRandom random) {
        initialisation = random.nextLong();
        batchOrder = random.nextLong();
        randomOrder = random.nextLong();
    }

    static RunSeeds of(Settings settings, int number) {
        // mixed, so that a run of one seed is not another run of the next seed
        return new RunSeeds(new SplittableRandom(new SplittableRandom(settings.seed()).nextLong() + number));
    }

    long initialisation() {
        return initialisation;
    }

    long batchOrder() {
        return batchOrder;
    }

    long randomOrder() {
        return randomOrder;
    }
}
