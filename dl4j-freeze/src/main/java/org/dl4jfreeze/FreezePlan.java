package org.dl4jfreeze;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.dl4jfreeze.internal.order.ParameterRanges;
import org.dl4jfreeze.internal.plan.FreezePlanJson;
import org.dl4jfreeze.internal.plan.PlanValidator;
import org.dl4jfreeze.plan.Amount;
import org.dl4jfreeze.plan.ParameterFilter;
import org.dl4jfreeze.plan.Reordering;
import org.dl4jfreeze.plan.Step;
import org.dl4jfreeze.plan.Trigger;

/**
 * When to freeze, how many parameters, by which order, and which of them take part.
 *
 * <pre>{@code
 * FreezePlan.atIteration(500).fraction(0.8)
 * FreezePlan.atEpoch(3).count(10_000).by(OrderCriterion.magnitude())
 * FreezePlan.atPlateau().varianceShare(0.05).excludingKinds("b")
 * FreezePlan.atIteration(500).fraction(0.5).then(FreezePlan.atIteration(1000).fraction(0.8))
 * FreezePlan.atIteration(500).fraction(0.8).reorderedEvery(200).until(2000)
 * }</pre>
 *
 * <p>Time counts from the moment at which the {@link FreezingListener} first sees the network: one that arrives with 10,000
 * iterations behind it starts at 0. The order is by gradient variance, lowest first, unless {@link #by} says otherwise.
 * What is frozen stays frozen, unless the plan is {@link #reorderedEvery reordered}. The same plan on the same training
 * freezes the same parameters.
 *
 * <p>A value: immutable, compared by content, printable, and written and read as JSON by {@link #toJson()} and
 * {@link #fromJson}.
 */
public final class FreezePlan implements Serializable {

    private static final long serialVersionUID = 2L;

    /** Freezes nothing and only observes: gradient variance and orders can be asked for, the mask stays empty. */
    private static final FreezePlan NEVER =
            new FreezePlan(List.of(), OrderCriterion.gradientVariance(), ParameterFilter.ALL, null);

    private final List<Step> steps;
    private final OrderCriterion criterion;
    private final ParameterFilter filter;
    private final Reordering reordering;

    /**
     * A plan of its parts.
     *
     * @throws IllegalArgumentException if they don't go together
     */
    public FreezePlan(List<Step> steps, OrderCriterion criterion, ParameterFilter filter, Reordering reordering) {
        this.steps = List.copyOf(steps);
        this.criterion = Objects.requireNonNull(criterion, "order");
        this.filter = filter;
        this.reordering = reordering;
        Step.checkFollowing(steps);
        PlanValidator.checkReordered(steps, reordering);
    }

    /**
     * Freezes after {@code t0} iterations in which everything is active; frozen from the next one on.
     *
     * @param t0 number of iterations, at least 1
     * @return the first half of a plan
     * @throws IllegalArgumentException if {@code t0} is below 1
     */
    public static When atIteration(int t0) {
        return new When(Trigger.atIteration(t0));
    }

    /**
     * Freezes after a number of epochs in which everything is active; frozen from the next one on. Epochs are counted where
     * DL4J reports their end, that is in {@code fit(iterator)} and not in {@code fit(DataSet)}.
     *
     * @param epochs number of epochs, at least 1
     * @return the first half of a plan
     * @throws IllegalArgumentException if {@code epochs} is below 1
     */
    public static When atEpoch(int epochs) {
        return new When(Trigger.atEpoch(epochs));
    }

    /**
     * Freezes as soon as the training loss has reached a plateau, by {@link LossPlateau#defaults()}.
     *
     * @return the first half of a plan
     */
    public static When atPlateau() {
        return atPlateau(LossPlateau.defaults());
    }

    /**
     * Freezes as soon as the training loss has reached a plateau.
     *
     * @param rule says what a plateau is
     * @return the first half of a plan
     */
    public static When atPlateau(LossPlateau rule) {
        return new When(Trigger.atPlateau(rule));
    }

    /**
     * Never freezes: the listener only observes.
     *
     * @return the plan
     */
    public static FreezePlan never() {
        return NEVER;
    }

    /**
     * The same plan by another order.
     *
     * @param order what comes first in it is frozen first
     * @return the plan
     */
    public FreezePlan by(OrderCriterion order) {
        return new FreezePlan(steps, order, filter, reordering);
    }

    /**
     * The same plan, of these layers alone (and of those included before).
     *
     * @param layers layers by name, or by number if they have none, at least one
     * @return the plan
     * @throws IllegalArgumentException if one of them is excluded, or there is none
     */
    public FreezePlan includingLayers(String... layers) {
        return with(filter.includingLayers(List.of(layers)));
    }

    /**
     * The same plan without these layers. They are not frozen, have no place in the order, and a fraction is one of the rest.
     *
     * @param layers layers by name, or by number if they have none, at least one
     * @return the plan
     * @throws IllegalArgumentException if one of them is included, or there is none
     */
    public FreezePlan excludingLayers(String... layers) {
        return with(filter.excludingLayers(List.of(layers)));
    }

    /**
     * The same plan, of these kinds of parameter alone (and of those included before).
     *
     * @param kinds DL4J's names of the parameter arrays, such as {@code "W"}, at least one
     * @return the plan
     * @throws IllegalArgumentException if one of them is excluded, or there is none
     */
    public FreezePlan includingKinds(String... kinds) {
        return with(filter.includingKinds(List.of(kinds)));
    }

    /**
     * The same plan without these kinds of parameter. They are not frozen, have no place in the order, and a fraction is one
     * of the rest.
     *
     * @param kinds DL4J's names of the parameter arrays, such as {@code "b"}, at least one
     * @return the plan
     * @throws IllegalArgumentException if one of them is included, or there is none
     */
    public FreezePlan excludingKinds(String... kinds) {
        return with(filter.excludingKinds(List.of(kinds)));
    }

    private FreezePlan with(ParameterFilter other) {
        return new FreezePlan(steps, criterion, other, reordering);
    }

    /**
     * The same plan, and then a further step: what is frozen stays so, and the first of the others in the order by then are
     * added until the amount of the step is reached.
     *
     * <p>Iterations and epochs of a later step are counted from the start too; a plateau is looked for from the step before
     * on. A step that has not come by the time a later one is due is left out: {@code
     * atPlateau().fraction(0.5).then(atIteration(5000).fraction(0.8))} freezes 80 % after 5000 iterations with or without a
     * plateau before. Order, filter and re-ordering are those of this plan; the later one says nothing about them, or the
     * same.
     *
     * @param later the step, or several
     * @return the plan
     * @throws IllegalArgumentException if one of the two plans never freezes; if times in the same unit do not rise, or
     *     amounts in the same unit fall; or if the later plan has an order, filter or re-ordering that is not this plan's
     */
    public FreezePlan then(FreezePlan later) {
        PlanValidator.checkContinued(this, later);
        List<Step> all = new ArrayList<>(steps);
        all.addAll(later.steps);
        return new FreezePlan(all, criterion, filter, reordering);
    }

    /**
     * The same plan, re-ordered: counted from the first freezing on, every so many iterations the parameters are ordered by
     * the statistics by then and the mask is chosen anew, with the amount of the last step taken. What is no longer among
     * the first is thawed and trains on, with Adam's moments as they were when it was frozen.
     *
     * <p>Gradients are sampled as long as that goes on; see {@link #until}. Of a random order, each re-ordering is a new
     * permutation, drawn from the seed and the number of the re-ordering.
     *
     * @param iterations distance of two re-orderings, at least 1
     * @return the plan
     * @throws IllegalArgumentException if {@code iterations} is below 1, or the plan never freezes
     */
    public FreezePlan reorderedEvery(int iterations) {
        return new FreezePlan(steps, criterion, filter, new Reordering(iterations, Reordering.FOR_EVER));
    }

    /**
     * The same plan, not re-ordered any more after an iteration: what is frozen then stays frozen, and once all steps have
     * been taken, no more gradients are sampled. To be called behind {@link #reorderedEvery}.
     *
     * @param iteration the last one after which there may be a re-ordering, counted from the start
     * @return the plan
     * @throws IllegalArgumentException if the plan is not re-ordered, or would never be by then
     */
    public FreezePlan until(int iteration) {
        if (reordering == null) {
            throw new IllegalArgumentException(
                    this + " is not re-ordered, so there is nothing to end; say reorderedEvery(...) first");
        }
        return new FreezePlan(steps, criterion, filter, new Reordering(reordering.interval(), iteration));
    }

    /**
     * By which order parameters are frozen.
     *
     * @return the criterion
     */
    public OrderCriterion criterion() {
        return criterion;
    }

    /** The steps; none if the plan only observes. */
    public List<Step> steps() {
        return steps;
    }

    /** Which parameters take part. */
    public ParameterFilter filter() {
        return filter;
    }

    /** How often the order is made anew; null: never. */
    public Reordering reordering() {
        return reordering;
    }

    /** The parameters that take part, at least one: see {@link PlanValidator#participants}. */
    public ParameterRanges participants(List<ParameterGroup> groups) {
        return PlanValidator.participants(this, groups);
    }

    /** Checks that there are samples by the time of the first step: see {@link PlanValidator#checkSampledBy}. */
    public void checkSampledBy(GradientSampler sampler) {
        PlanValidator.checkSampledBy(this, sampler);
    }

    /**
     * The plan as JSON, with named fields and a version. What is not there says nothing: all parameters take part, the order
     * is not made anew.
     *
     * <pre>
     * {
     *   "version" : 1,
     *   "steps" : [ {
     *     "iteration" : 500,
     *     "fraction" : 0.5
     *   }, {
     *     "plateau" : {
     *       "window" : 100,
     *       "minimumImprovement" : 0.01,
     *       "patience" : 3
     *     },
     *     "varianceShare" : 0.05
     *   } ],
     *   "order" : {
     *     "name" : "random",
     *     "seed" : 42
     *   },
     *   "excludedKinds" : [ "b" ],
     *   "reordering" : {
     *     "every" : 200,
     *     "until" : 2000
     *   }
     * }
     * </pre>
     *
     * @return the text; {@link #fromJson} gives back an equal plan
     */
    public String toJson() {
        return FreezePlanJson.write(this);
    }

    /**
     * The plan of a JSON text.
     *
     * @param json what {@link #toJson()} wrote, or the same by hand
     * @return the plan
     * @throws IllegalArgumentException if it is no JSON; if a field is missing, unknown or of the wrong type; or if a value is
     *     one that plans don't take. The message says which field
     */
    public static FreezePlan fromJson(String json) {
        return FreezePlanJson.read(json);
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof FreezePlan)) {
            return false;
        }
        FreezePlan that = (FreezePlan) other;
        return steps.equals(that.steps)
                && criterion.equals(that.criterion)
                && filter.equals(that.filter)
                && Objects.equals(reordering, that.reordering);
    }

    @Override
    public int hashCode() {
        return Objects.hash(steps, criterion, filter, reordering);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("FreezePlan.");
        for (int i = 0; i < steps.size(); i++) {
            text.append(i == 0 ? steps.get(i) : ".then(FreezePlan." + steps.get(i) + ")");
        }
        return text.append(steps.isEmpty() ? "never()" : "")
                .append(".by(" + criterion + ")")
                .append(filter)
                .append(reordering == null ? "" : "." + reordering)
                .toString();
    }

    /** The first half of a plan: when. Say how many to get the plan. */
    public static final class When extends AmountChoice implements Serializable {

        private static final long serialVersionUID = 2L;

        private final Trigger trigger;

        private When(Trigger trigger) {
            this.trigger = trigger;
        }

        @Override
        FreezePlan plan(Amount amount) {
            return new FreezePlan(
                    List.of(new Step(trigger, amount)), OrderCriterion.gradientVariance(), ParameterFilter.ALL, null);
        }

        @Override
        public String toString() {
            return trigger.toString();
        }
    }
}
