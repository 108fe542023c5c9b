package org.dl4jfreeze.examples.experiment;

import java.util.SplittableRandom;

/** Seeds of a run, which depend only on the settings' seed and the number of the run. */
record RunSeeds(long initialisation, long batchOrder, long randomOrder) {

    static RunSeeds of(Settings settings, int number) {
        // mixed, so that a run of one seed is not another run of the next seed
        SplittableRandom random = new SplittableRandom(new SplittableRandom(settings.seed()).nextLong() + number);
        return new RunSeeds(random.nextLong(), random.nextLong(), random.nextLong());
    }
}
