package org.dl4jfreeze.matrix;

import org.dl4jfreeze.FreezingAdam;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/** Which Adam an entry's network is built with: everything else in it must be the same. */
enum Adams {
    FREEZING,
    STOCK,
    /** So small a learning rate that all iterations are at the same parameters; for 0 ND4J takes epsilon. */
    STANDING_STILL;

    private static final double NEXT_TO_NOTHING = 1e-30;

    IUpdater of(DataType type) {
        return of(type, 0.01);
    }

    IUpdater of(DataType type, double learningRate) {
        // in HALF the default epsilon is 0 and stock Adam divides 0 by 0
        double epsilon = type == DataType.FLOAT16 ? 1e-3 : 1e-8;
        return of(new Adam(this == STANDING_STILL ? NEXT_TO_NOTHING : learningRate, 0.9, 0.999, epsilon));
    }

    IUpdater of(ISchedule schedule) {
        return of(this == STANDING_STILL ? new Adam(NEXT_TO_NOTHING) : new Adam(schedule));
    }

    private IUpdater of(Adam adam) {
        return this == STOCK ? adam : new FreezingAdam(adam);
    }
}
