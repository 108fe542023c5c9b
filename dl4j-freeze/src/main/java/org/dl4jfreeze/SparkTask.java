package org.dl4jfreeze;

import java.util.Arrays;
import org.dl4jfreeze.network.FreezableNetwork;
import org.dl4jfreeze.order.FreezeMask;
import org.dl4jfreeze.order.OrderCriterion;
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
 * {@link FreezableNetwork#sparkRecord}. All workers find the same there when a task begins, and that is when they decide, each
 * for itself and all alike.
 */
final class SparkTask {

    private static final Logger LOG = LoggerFactory.getLogger(FreezingListener.class);

    private static final int NUMBERS = PlanProgress.COUNTS + 3;

    /** So many values of a plan's hash are whole numbers that FLOAT holds. */
    private static final int HASHES = 1 << 20;

    private final FreezePlan plan;
    private final PlanProgress progress;
    private final FreezeMask mask;
    private final long samples;
    private final long firstEpoch;

    /**
     * Reads what the tasks before have left.
     *
     * @throws IllegalStateException if the plan, the sampler or the network's data type can't do with the updater state alone,
     *     or the training master does not send even that
     */
    SparkTask(ListenerOptions options, FreezableNetwork network) {
        check(options, network);
        plan = options.plan();
        long[] numbers = network.sparkRecord(NUMBERS);
        if (numbers[NUMBERS - 1] != hash(plan)) {
            // nothing is left, or what another plan has left: this one begins
            numbers = new long[NUMBERS];
        }
        long[] counts = Arrays.copyOf(numbers, PlanProgress.COUNTS);
        samples = numbers[PlanProgress.COUNTS];
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
        firstEpoch = counts[0] == 0 ? network.epochCount() : numbers[PlanProgress.COUNTS + 1];
        progress = PlanProgress.after(options.plan(), counts);
        mask = progress.hasActed() ? network.mask() : FreezeMask.none(network.parameterCount());
        while (progress.epochs() < network.epochCount() - firstEpoch) {
            progress.epochDone();
        }
    }

    private static void check(ListenerOptions options, FreezableNetwork network) {
        String problem = null;
        for (OrderCriterion.Kind kind : options.collected()) {
            Statistic statistic = Statistic.of(kind);
            if (statistic != null && statistic != Statistic.GRADIENT_VARIANCE) {
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
    PlanExecution execution() {
        return new PlanExecution(plan, progress, mask);
    }

    private static long hash(FreezePlan plan) {
        return Math.floorMod(plan.toString().hashCode(), HASHES);
    }

    /** How many samples each worker has taken on average. */
    long samples() {
        return samples;
    }

    /** Leaves in a network's updater state what the next tasks need. */
    void leave(FreezableNetwork network, PlanProgress now, long samplesByNow) {
        long[] numbers = Arrays.copyOf(now.counts(), NUMBERS);
        numbers[PlanProgress.COUNTS] = samplesByNow;
        numbers[PlanProgress.COUNTS + 1] = firstEpoch;
        numbers[NUMBERS - 1] = hash(plan);
        network.setSparkRecord(numbers);
    }
}
