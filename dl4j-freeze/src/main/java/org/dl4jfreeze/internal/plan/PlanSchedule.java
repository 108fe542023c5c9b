package org.dl4jfreeze.internal.plan;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.LossPlateau;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.internal.order.Selection;
import org.dl4jfreeze.internal.order.select.LowestSelection;
import org.dl4jfreeze.plan.Amount;
import org.dl4jfreeze.plan.Reordering;
import org.dl4jfreeze.plan.Step;

/**
 * Where one training stands in its plan: counts iterations and epochs, follows the loss while a plateau is waited for, and
 * says when an action (a step, a re-ordering, or both in one) is due and what mask it gives.
 *
 * <p>What is due stays due until {@link #carriedOut()}, so that freezing can wait for samples. Can be saved and copied in the
 * middle; what comes back decides the same. Not thread-safe.
 */
public final class PlanSchedule implements Serializable {

    private static final long serialVersionUID = 1L;

    private final FreezePlan plan;
    private long iterations;
    private long epochs;

    /** How many steps have been taken or left out, which is the index of the next one. */
    private int stepsDone;

    /** Follows the loss for the next step; null unless that waits for a plateau. */
    private LossPlateau.Detector detector;

    private long reorderings;

    /** Iteration of the next re-ordering; 0 until the first step has been taken, and in plans without re-ordering. */
    private long nextReordering;

    /** The start of a plan. */
    public PlanSchedule(FreezePlan plan) {
        this.plan = Objects.requireNonNull(plan, "plan");
        followLoss();
    }

    private PlanSchedule(PlanSchedule other) {
        plan = other.plan;
        iterations = other.iterations;
        epochs = other.epochs;
        stepsDone = other.stepsDone;
        detector = other.detector == null ? null : other.detector.copy();
        reorderings = other.reorderings;
        nextReordering = other.nextReordering;
    }

    /** How many numbers {@link #counts()} are. */
    public static final int COUNTS = 5;

    /**
     * A plan without plateaus as far as these counts say.
     *
     * @param counts what {@link #counts()} gave
     */
    public static PlanSchedule after(FreezePlan plan, long... counts) {
        PlanSchedule progress = new PlanSchedule(plan);
        progress.iterations = counts[0];
        progress.epochs = counts[1];
        progress.stepsDone = Math.toIntExact(counts[2]);
        progress.reorderings = counts[3];
        progress.nextReordering = counts[4];
        return progress;
    }

    /** All there is to know of a plan without plateaus: iterations, epochs, steps, re-orderings, the next re-ordering. */
    public long[] counts() {
        return new long[] {iterations, epochs, stepsDone, reorderings, nextReordering};
    }

    /** Whether something has been carried out. */
    public boolean hasActed() {
        return stepsDone > 0;
    }

    PlanSchedule copy() {
        return new PlanSchedule(this);
    }

    private void followLoss() {
        LossPlateau rule = stepsDone < plan.steps().size()
                ? plan.steps().get(stepsDone).trigger().plateau()
                : null;
        detector = rule == null ? null : rule.open();
    }

    /** Whether a plateau is still being waited for. */
    public boolean needsLoss() {
        return detector != null && !detector.isReached();
    }

    /**
     * One more iteration is done.
     *
     * @param loss the mini-batch's loss; not read unless {@link #needsLoss()}
     */
    public void iterationDone(double loss) {
        iterations++;
        if (needsLoss()) {
            detector.add(loss);
        }
    }

    public void epochDone() {
        epochs++;
    }

    public long iterations() {
        return iterations;
    }

    public long epochs() {
        return epochs;
    }

    /** Whether a step or a re-ordering is due and has not been carried out yet. */
    boolean isDue() {
        return dueStep() >= 0 || isReorderingDue();
    }

    /** Index of the step that is due, the last of them if several are; -1 if none is. */
    private int dueStep() {
        List<Step> steps = plan.steps();
        for (int i = steps.size() - 1; i >= stepsDone; i--) {
            boolean plateauReached = i == stepsDone && detector != null && detector.isReached();
            if (plateauReached || steps.get(i).trigger().isDue(iterations, epochs)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isReorderingDue() {
        return isReorderingAhead() && iterations >= nextReordering;
    }

    private boolean isReorderingAhead() {
        return nextReordering > 0
                && (plan.reordering().isForEver()
                        || nextReordering <= plan.reordering().until());
    }

    /**
     * By which criterion the order of the due action is made: the plan's, and where that is random, a further permutation for
     * each re-ordering. A further step goes on in the order by then.
     *
     * @throws IllegalStateException if nothing is due
     */
    OrderCriterion criterion() {
        checkDue();
        return Reordering.criterion(plan.criterion(), reorderings + (isReorderingDue() ? 1 : 0));
    }

    /**
     * Whether {@link #choose} looks at the variance, so that there must be samples of it whatever the criterion.
     *
     * @throws IllegalStateException if nothing is due
     */
    boolean needsVariance() {
        return dueAmount().needsVariance();
    }

    private Amount dueAmount() {
        checkDue();
        int step = dueStep();
        return plan.steps().get(step >= 0 ? step : stepsDone - 1).amount();
    }

    /**
     * The mask of the due action; changes nothing. A step adds to what is frozen, a re-ordering chooses anew.
     *
     * @param order    by {@link #criterion()}, of the parameters that take part
     * @param variance one per parameter of the network; may be null unless {@link #needsVariance()}
     * @param ownMask  what this plan has frozen so far, possibly nothing
     * @return what this plan is to freeze from now on
     * @throws IllegalStateException    if nothing is due
     * @throws IllegalArgumentException if the plan freezes more parameters than the order has, or order and mask are not of
     *     the same network
     */
    FreezeMask choose(ParameterOrder order, double[] variance, FreezeMask ownMask) {
        return choose(order, dueAmount().of(order, variance), ownMask);
    }

    /**
     * The same where the amount does not look at the variance, and without an order.
     *
     * @param selection by {@link #criterion()}, from the parameters that take part
     */
    FreezeMask choose(LowestSelection selection, FreezeMask ownMask) {
        return choose(selection, dueAmount().of(selection.size()), ownMask);
    }

    private FreezeMask choose(Selection parameters, int k, FreezeMask ownMask) {
        return isReorderingDue() ? parameters.lowest(k) : parameters.extended(ownMask, k);
    }

    /**
     * The due action is done. Several steps that were due at once count as one, the last.
     *
     * @throws IllegalStateException if nothing is due
     */
    void carriedOut() {
        checkDue();
        int step = dueStep();
        if (isReorderingDue()) {
            int interval = plan.reordering().interval();
            reorderings++;
            nextReordering += ((iterations - nextReordering) / interval + 1) * interval;
        }
        if (step >= 0) {
            if (stepsDone == 0 && plan.reordering() != null) {
                nextReordering = iterations + plan.reordering().interval();
            }
            stepsDone = step + 1;
            followLoss();
        }
    }

    private void checkDue() {
        if (!isDue()) {
            throw new IllegalStateException("Nothing of " + plan + " is due after " + iterations + " iterations and "
                    + epochs + " epochs; ask isDue() first");
        }
    }

    /**
     * Whether nothing will become due any more, so that sampling may stop. A plan that only observes is never finished: its
     * samples are what it is for.
     */
    boolean isFinished() {
        return stepsDone > 0 && stepsDone == plan.steps().size() && !isReorderingAhead();
    }

    @Override
    public String toString() {
        return "PlanProgress(" + iterations + " iterations, " + epochs + " epochs, " + stepsDone + " of "
                + plan.steps().size() + " steps, " + reorderings + " re-orderings)";
    }
}
