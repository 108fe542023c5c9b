package org.dl4jfreeze.internal.replicas;

import java.util.Arrays;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.plan.FreezeState;
import org.dl4jfreeze.internal.plan.PlanSchedule;
import org.dl4jfreeze.internal.run.ListenerOptions;
import org.dl4jfreeze.internal.statistics.StatisticKind;
import org.dl4jfreeze.plan.Step;
import org.dl4jfreeze.plan.Trigger;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task of Spark: a worker gets the driver's parameters and updater state, trains on a few mini-batches, and sends both
 * back to be averaged with those of the other workers.
 *
 * <p>The listener comes anew with each task, so how far the plan is carried out travels in the updater state, see
 * {@link NetworkView#sparkRecord}. All workers find the same there when a task begins, and that is when they decide, each
 * for itself and all alike.
 */
public final class SparkTask {

    private static final Logger LOG = LoggerFactory.getLogger(FreezingListener.class);

    private static final int NUMBERS = PlanSchedule.COUNTS + 3;

    /** So many values of a plan's hash are whole numbers that FLOAT holds. */
    private static final int HASHES = 1 << 20;

    private final FreezePlan plan;
    private final PlanSchedule progress;
    private final FreezeMask mask;
    private final long samples;
    private final long firstEpoch;

    /**
     * Reads what the tasks before have left.
     *
     * @throws IllegalStateException if the plan, the sampler or the network's data type can't do with the updater state alone,
     *     or the training master does not send even that
     */
    public SparkTask(ListenerOptions options, NetworkView network) {
        check(options, network);
        plan = options.plan();
        long[] numbers = network.sparkRecord(NUMBERS);
        if (numbers[NUMBERS - 1] != hash(plan)) {
            // nothing is left, or what another plan has left: this one begins
            numbers = new long[NUMBERS];
        }
        long[] counts = Arrays.copyOf(numbers, PlanSchedule.COUNTS);
        samples = numbers[PlanSchedule.COUNTS];
        if (counts[0] == 0 && network.iterationCount() > 0 && !network.hasMoments()) {
            throw new IllegalStateException("The network has been trained for " + network.iterationCount()
                    + " iterations, but its updater state knows nothing of them: Spark's training master does not average"
                    + " it (DL4J's default), so neither Adam nor freezing gets anywhere; build it with"
                    + " ParameterAveragingTrainingMaster.Builder.saveUpdater(true)");
        }
        if (counts[0] == 0) {
            LOG.info("Begins on Spark. If each task says so, the updater state does not come back from the workers:"
                    + " the training master must be built with saveUpdater(true)");
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
            throw new IllegalStateException("On Spark, where only the updater state goes from one task to the next, "
                    + options.plan() + " can't be carried out, for that does not carry " + problem);
        }
    }

    /** The plan as far as the tasks before have carried it out. */
    public FreezeState execution() {
        return new FreezeState(plan, progress, mask);
    }

    private static long hash(FreezePlan plan) {
        return Math.floorMod(plan.toString().hashCode(), HASHES);
    }

    /** How many samples each worker has taken on average. */
    public long samples() {
        return samples;
    }

    /** Leaves in a network's updater state what the next tasks need. */
    public void leave(NetworkView network, PlanSchedule now, long samplesByNow) {
        long[] numbers = Arrays.copyOf(now.counts(), NUMBERS);
        numbers[PlanSchedule.COUNTS] = samplesByNow;
        numbers[PlanSchedule.COUNTS + 1] = firstEpoch;
        numbers[NUMBERS - 1] = hash(plan);
        network.setSparkRecord(numbers);
    }
}
