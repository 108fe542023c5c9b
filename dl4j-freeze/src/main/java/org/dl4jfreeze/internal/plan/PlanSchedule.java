package org.dl4jfreeze.internal.plan;

import java.util.List;
import java.util.Objects;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.LossPlateau;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.internal.json.Excerpt;
import org.dl4jfreeze.internal.json.StrictJson;
import org.dl4jfreeze.internal.order.select.LowestSelection;
import org.dl4jfreeze.plan.Amount;
import org.dl4jfreeze.plan.Step;
import org.dl4jfreeze.plan.Trigger;

/**
 * Follows the progress of one training in its plan: counts iterations and epochs, follows the loss while the next step waits for a
 * plateau, and decides when an action (a step, a re-ordering, or both at once) is due and which mask it results in.
 *
 * <p>A due action stays due until {@link #carriedOut()}, so that freezing can wait for samples. A saved or copied schedule makes
 * the same decisions. Not thread-safe.
 */
public final class PlanSchedule {

    private final FreezePlan plan;
    private long iterations;
    private long epochs;

    /** Number of steps that have been taken or skipped, which is the index of the next one. */
    private int stepsDone;

    /** Follows the loss for the next step; null unless that waits for a plateau. */
    private LossPlateau.Detector detector;

    private long reorderings;

    /** Iteration of the next re-ordering; 0 until the first step has been taken, and in plans without re-ordering. */
    private long nextReordering;

    /** Starts a plan. */
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

    /** The length of {@link #counts()}. */
    public static final int COUNTS = 5;

    /** Resumes a plan without plateaus from {@link #counts()}. */
    public static PlanSchedule after(FreezePlan plan, long... counts) {
        PlanSchedule progress = new PlanSchedule(plan);
        progress.iterations = counts[0];
        progress.epochs = counts[1];
        progress.stepsDone = Math.toIntExact(counts[2]);
        progress.reorderings = counts[3];
        progress.nextReordering = counts[4];
        return progress;
    }

    /** Returns the complete state of a plan without plateaus: iterations, epochs, steps, re-orderings, the next re-ordering. */
    public long[] counts() {
        return new long[] {iterations, epochs, stepsDone, reorderings, nextReordering};
    }

    /** Adds to what is saved of a plan's state. */
    void save(FreezeStateData data) {
        data.iterations = iterations;
        data.epochs = epochs;
        data.steps = stepsDone;
        data.reorderings = reorderings;
        data.nextReordering = nextReordering;
        if (detector != null) {
            double[] state = detector.state();
            data.plateau = new FreezeStateData.PlateauState();
            data.plateau.losses = (int) state[0];
            // JSON has no other numbers, and a sum that is not finite makes the window count as one without a loss
            // either way
            data.plateau.windowSum = Double.isFinite(state[1]) ? state[1] : null;
            data.plateau.best = Double.isNaN(state[2]) ? null : state[2];
            data.plateau.windowsWithoutImprovement = (int) state[3];
            data.plateau.reachedAt = (int) state[4];
        }
    }

    /**
     * Restores a schedule.
     *
     * @throws IllegalArgumentException if the data cannot be those of this plan
     */
    static PlanSchedule restored(FreezePlan plan, FreezeStateData data, StrictJson json, String at) {
        int steps = json.atLeastZero(at + ".steps", data.steps);
        json.check(
                steps <= plan.steps().size(),
                at + ".steps",
                "expected at most the plan's " + plan.steps().size() + ", found " + steps);
        PlanSchedule restored = after(
                plan,
                json.atLeastZero(at + ".iterations", data.iterations),
                json.atLeastZero(at + ".epochs", data.epochs),
                steps,
                json.atLeastZero(at + ".reorderings", data.reorderings),
                json.atLeastZero(at + ".nextReordering", data.nextReordering));
        json.check(
                restored.nextReordering == 0 || plan.reordering() != null && steps > 0,
                at + ".nextReordering",
                "expected 0 for a plan that has not begun to re-order, found " + restored.nextReordering);
        restored.followLoss();
        json.check(
                (restored.detector != null) == (data.plateau != null),
                at + ".plateau",
                restored.detector == null ? "expected none, as the plan says" : "expected a plateau's state");
        if (data.plateau != null) {
            FreezeStateData.PlateauState state = data.plateau;
            String field = at + ".plateau";
            LossPlateau rule = plan.steps().get(steps).trigger().plateau();
            restored.detector = json.build(
                    field,
                    () -> rule.resume(
                            json.atLeastZero(field + ".losses", state.losses),
                            state.windowSum == null ? Double.NaN : state.windowSum,
                            state.best == null ? Double.NaN : state.best,
                            json.atLeastZero(field + ".windowsWithoutImprovement", state.windowsWithoutImprovement),
                            json.atLeastZero(field + ".reachedAt", state.reachedAt)));
        }
        return restored;
    }

    /** Returns the criterion of the latest order; where that is random, the latest permutation. */
    OrderCriterion latestCriterion() {
        return ReorderingSeed.criterion(plan.criterion(), reorderings);
    }

    /** Tells whether something has been carried out. */
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

    /** Tells whether the next step waits for a plateau that is not reached yet. */
    public boolean needsLoss() {
        return detector != null && !detector.isReached();
    }

    /**
     * Counts an iteration.
     *
     * @param loss loss of the mini-batch; not read unless {@link #needsLoss()}
     */
    public void iterationDone(double loss) {
        iterations++;
        if (needsLoss()) {
            detector.add(loss);
        }
    }

    /** Counts an epoch. */
    public void epochDone() {
        epochs++;
    }

    public long iterations() {
        return iterations;
    }

    public long epochs() {
        return epochs;
    }

    /** Tells whether a step or a re-ordering is due and has not been carried out yet. */
    boolean isDue() {
        return dueStep() >= 0 || isReorderingDue();
    }

    /** Returns the index of the step that is due, the last of them if several are; -1 if none is. */
    private int dueStep() {
        List<Step> steps = plan.steps();
        for (int i = steps.size() - 1; i >= stepsDone; i--) {
            boolean plateauReached = i == stepsDone && detector != null && detector.isReached();
            if (plateauReached || isPast(steps.get(i).trigger())) {
                return i;
            }
        }
        return -1;
    }

    /** Tells whether the time of a trigger has come; a plateau has none. */
    private boolean isPast(Trigger trigger) {
        switch (trigger.unit()) {
            case ITERATION:
                return iterations >= trigger.amount();
            case EPOCH:
                return epochs >= trigger.amount();
            default:
                return false;
        }
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
     * Returns the criterion of the due action's order: the plan's, and where that is random, a further permutation for each
     * re-ordering. A further step continues in the order of the latest re-ordering.
     *
     * @throws IllegalStateException if nothing is due
     */
    OrderCriterion criterion() {
        checkDue();
        return ReorderingSeed.criterion(plan.criterion(), reorderings + (isReorderingDue() ? 1 : 0));
    }

    /**
     * Tells whether {@link #choose} reads the variance, so that samples of it are needed for any criterion.
     *
     * @throws IllegalStateException if nothing is due
     */
    boolean needsVariance() {
        return dueAmount().needsVariance();
    }

    /** Tells whether the due action can freeze anything. */
    boolean mayFreeze() {
        return dueAmount().value() > 0;
    }

    private Amount dueAmount() {
        checkDue();
        int step = dueStep();
        return plan.steps().get(step >= 0 ? step : stepsDone - 1).amount();
    }

    /** Returns the due amount; of a count that was possible, as many as are left without untouched parameters. */
    private Amount dueAmount(int size) {
        Amount amount = dueAmount();
        boolean isTooMany = amount.unit() == Amount.Unit.COUNT && amount.value() > size;
        return isTooMany && plan.filter().excludesUntouched() ? Amount.count(size) : amount;
    }

    /**
     * Chooses the mask of the due action, without carrying that out: a step adds to what is frozen, a re-ordering re-chooses.
     *
     * @param order    by {@link #criterion()}, of the eligible parameters
     * @param variance one per parameter of the network; may be null unless {@link #needsVariance()}
     * @param ownMask  what this plan has frozen so far
     * @return what this plan freezes from now on
     * @throws IllegalStateException    if nothing is due
     * @throws IllegalArgumentException if the plan freezes more parameters than the order has, or order and mask are not of
     *     the same network
     */
    FreezeMask choose(ParameterOrder order, double[] variance, FreezeMask ownMask) {
        int k = dueAmount(order.size()).of(order, variance);
        return isReorderingDue() ? order.lowest(k) : order.extended(ownMask, k);
    }

    /**
     * Does the same where the amount does not depend on the variance, and without an order.
     *
     * @param selection by {@link #criterion()}, from the eligible parameters
     */
    FreezeMask choose(LowestSelection selection, FreezeMask ownMask) {
        int k = dueAmount(selection.size()).of(selection.size());
        return isReorderingDue() ? selection.lowest(k) : selection.extended(ownMask, k);
    }

    /**
     * Marks the due action as done. Several steps that were due at once count as one, the last.
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
            throw new IllegalStateException("No step or re-ordering of " + Excerpt.of(plan) + " is due after "
                    + iterations + " iterations and " + epochs + " epochs; check isDue() first");
        }
    }

    /**
     * Tells whether no further action will become due, so that sampling may stop. A plan that only observes never finishes, because
     * its samples are its purpose.
     */
    boolean isFinished() {
        return stepsDone > 0 && stepsDone == plan.steps().size() && !isReorderingAhead();
    }

    @Override
    public String toString() {
        return "PlanSchedule(" + iterations + " iterations, " + epochs + " epochs, " + stepsDone + " of "
                + plan.steps().size() + " steps, " + reorderings + " re-orderings)";
    }
}
