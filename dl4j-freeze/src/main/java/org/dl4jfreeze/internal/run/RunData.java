package org.dl4jfreeze.internal.run;

import java.util.List;
import org.dl4jfreeze.internal.plan.FreezeStateData;
import org.dl4jfreeze.internal.statistics.StatisticsData;

/** Describes a saved {@link TrainingRun} in JSON. */
public final class RunData {
    /** The network's parameter arrays, in the order of the flat parameter vector. */
    public List<Group> groups;

    /** Whether the updater state holds the gradient variance, bit for bit. */
    public Boolean varianceInUpdaterState;

    public FreezeStateData plan;
    public StatisticsData statistics;

    /** A parameter array. */
    public static final class Group {
        public String layer;
        public String name;
        public Integer length;
        public Boolean freezable;
    }
}
