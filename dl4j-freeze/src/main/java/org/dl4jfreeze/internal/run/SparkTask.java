package org.dl4jfreeze.internal.run;

import java.util.Arrays;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.plan.FreezeState;
import org.dl4jfreeze.internal.plan.PlanSchedule;
import org.dl4jfreeze.internal.replicas.UpdaterStateCounters;
import org.dl4jfreeze.internal.statistics.StatisticKind;
import org.dl4jfreeze.plan.Step;
import org.dl4jfreeze.plan.Trigger;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the progress of a plan from one task of Spark to the next. In a task, a worker receives the driver's parameters and
 * updater state, trains on a few mini-batches, and sends both back to be averaged with those of the other workers.
 *
 * <p>The listener is re-sent with every task, so the progress is carried by the updater state, see {@link
 * UpdaterStateCounters}. All workers find the same state when a task begins; each decides then, and all decide alike.
 */
public final class SparkTask {

    private static final Logger LOG = LoggerFactory.getLogger(FreezingListener.class);

    private static final int NUMBERS = PlanSchedule.COUNTS + 3;

    /** Number of values of a plan's hash, each a whole number that FLOAT holds. */
    private static final int HASHES = 1 << 20;

    private final FreezePlan plan;
    private final PlanSchedule progress;
    private final FreezeMask mask;
    private final long samples;
    private final long firstEpoch;

    /**
     * Reads what the tasks before have left.
     *
     * @throws IllegalStateException if the plan, the sampler or the network's data type needs more than the updater state can
     *     carry, or if the training master does not return the updater state
     */
    public SparkTask(ListenerOptions options, NetworkView network) {
        check(options, network);
        plan = options.plan();
        long[] numbers = new UpdaterStateCounters(network.maskStates()).read(NUMBERS);
        if (numbers[NUMBERS - 1] != hash(plan)) {
            // nothing is left, or another plan has left it: this one starts from scratch
            numbers = new long[NUMBERS];
        }
        long[] counts = Arrays.copyOf(numbers, PlanSchedule.COUNTS);
        samples = numbers[PlanSchedule.COUNTS];
        if (counts[0] == 0 && network.iterationCount() > 0 && !network.hasMoments()) {
            throw new IllegalStateException("The network has been trained for " + network.iterationCount()
                    + " iterations, but its updater state is empty: Spark's training master does not average it (DL4J's"
                    + " default), so neither Adam's moments nor freezing can make progress; build it with"
                    + " ParameterAveragingTrainingMaster.Builder.saveUpdater(true)");
        }
        if (counts[0] == 0) {
            LOG.info("First task on Spark. If every task logs this line, the updater state is not returned by the"
                    + " workers; build the training master with saveUpdater(true)");
        }
        firstEpoch = counts[0] == 0 ? network.epochCount() : numbers[PlanSchedule.COUNTS + 1];
        progress = PlanSchedule.after(options.plan(), counts);
        mask = progress.hasActed() ? network.mask() : FreezeMask.none(network.parameterCount());
        while (progress.epochs() < network.epochCount() - firstEpoch) {
            progress.epochDone();
        }
    }

    private static void check(ListenerOptions options, NetworkView network) {
        String problem = null;
        for (StatisticKind statistic : options.statistics()) {
            if (statistic != StatisticKind.GRADIENT_VARIANCE) {
                problem = "the " + statistic + "; order by gradientVariance(), magnitude() or random(seed)";
            }
        }
        if (options.covariance().isFull()) {
            problem = "the full covariance; use Covariance.diagonal(), and order by gradientVariance(),"
                    + " magnitude() or random(seed)";
        }
        for (Step step : options.plan().steps()) {
            if (step.trigger().plateau() != null) {
                problem = "the progress of the loss; use atIteration in place of atPlateau";
            } else if (step.trigger().unit() == Trigger.Unit.EPOCH && network.isGraph()) {
                problem = "the epochs of a ComputationGraph, which forgets them on Spark; use atIteration";
            }
        }
        if (!options.sampler().needsExampleGradient()) {
            problem = "the running mean of the mini-batch gradient; use GradientSampler.firstExample()";
        }
        DataType type = network.parameters().dataType();
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            problem = "counts in " + type + "; use FLOAT or DOUBLE";
        }
        if (problem != null) {
            throw new IllegalStateException("Cannot carry out " + options.plan()
                    + " on Spark: from one task to the next only the updater state travels, which does not hold "
                    + problem);
        }
    }

    /** Returns the plan's progress, as far as the tasks before have carried it out. */
    FreezeState state() {
        return new FreezeState(plan, progress, mask);
    }

    private static long hash(FreezePlan plan) {
        return Math.floorMod(plan.toString().hashCode(), HASHES);
    }

    /** Tells whether no task before has done an iteration of the plan. */
    boolean isFirst() {
        return progress.iterations() == 0;
    }

    /** Returns how many samples each worker has taken on average. */
    public long samples() {
        return samples;
    }

    /** Writes what the next tasks need into a network's updater state. */
    public void leave(NetworkView network, PlanSchedule now, long samplesSoFar) {
        long[] numbers = Arrays.copyOf(now.counts(), NUMBERS);
        numbers[PlanSchedule.COUNTS] = samplesSoFar;
        numbers[PlanSchedule.COUNTS + 1] = firstEpoch;
        numbers[NUMBERS - 1] = hash(plan);
        new UpdaterStateCounters(network.maskStates()).write(numbers);
    }
}
