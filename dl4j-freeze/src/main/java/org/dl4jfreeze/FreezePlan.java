package org.dl4jfreeze;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.dl4jfreeze.internal.json.Excerpt;
import org.dl4jfreeze.internal.plan.FreezePlanJson;
import org.dl4jfreeze.internal.plan.PlanValidator;
import org.dl4jfreeze.plan.Amount;
import org.dl4jfreeze.plan.ParameterFilter;
import org.dl4jfreeze.plan.Reordering;
import org.dl4jfreeze.plan.Step;
import org.dl4jfreeze.plan.Trigger;

/**
 * A freeze plan: when to freeze, how many parameters, in which order, and which parameters are eligible.
 *
 * <pre>{@code
 * FreezePlan.atIteration(500).fraction(0.8)
 * FreezePlan.atEpoch(3).count(10_000).by(OrderCriterion.magnitude())
 * FreezePlan.atPlateau().varianceShare(0.05).excludingKinds("b")
 * FreezePlan.atIteration(500).fraction(0.5).then(FreezePlan.atIteration(1000).fraction(0.8))
 * FreezePlan.atIteration(500).fraction(0.8).reorderedEvery(200).until(2000)
 * }</pre>
 *
 * <p>Time counts from the moment at which the {@link FreezingListener} first sees the network: a network that has already
 * trained 10,000 iterations starts at 0. The order is by gradient variance, lowest first, unless {@link #by} sets another.
 * Frozen parameters stay frozen, unless the plan is {@link #reorderedEvery reordered}. The same plan on the same training
 * freezes the same parameters. <em>Eligible</em> are the parameters that can be frozen ({@link ParameterGroup#isFreezable()})
 * and that the plan's filter admits; only they are ordered, frozen, and counted in fractions.
 *
 * <p>Immutable, compared by content, printable, and written and read as JSON by {@link #toJson()} and {@link #fromJson}.
 */
public final class FreezePlan implements Serializable {

    private static final long serialVersionUID = 2L;

    private static final FreezePlan NEVER =
            new FreezePlan(List.of(), OrderCriterion.gradientVariance(), ParameterFilter.ALL, null);

    private final List<Step> steps;
    private final OrderCriterion criterion;
    private final ParameterFilter filter;
    private final Reordering reordering;

    private FreezePlan(List<Step> steps, OrderCriterion criterion, ParameterFilter filter, Reordering reordering) {
        this.steps = List.copyOf(steps);
        this.criterion = Objects.requireNonNull(
                criterion, "order is null; pass one of OrderCriterion's, such as gradientVariance()");
        this.filter = filter;
        this.reordering = reordering;
        PlanValidator.checkFollowing(steps);
        PlanValidator.checkReordered(steps, reordering);
    }

    /**
     * Freezes after {@code t0} iterations: all parameters are trained in these, and frozen ones from the next iteration on.
     *
     * @param t0 number of iterations, at least 1
     * @return the time of the step, to be completed by a number of parameters
     * @throws IllegalArgumentException if {@code t0} is below 1
     */
    public static When atIteration(int t0) {
        return new When(Trigger.atIteration(t0));
    }

    /**
     * Freezes after a number of epochs. Epochs are counted where DL4J reports their end, that is in {@code fit(iterator)} and
     * not in {@code fit(DataSet)}.
     *
     * @param epochs number of epochs, at least 1
     * @return the time of the step, to be completed by a number of parameters
     * @throws IllegalArgumentException if {@code epochs} is below 1
     */
    public static When atEpoch(int epochs) {
        return new When(Trigger.atEpoch(epochs));
    }

    /**
     * Freezes as soon as the training loss has reached a plateau, by {@link LossPlateau#defaults()}.
     *
     * @return the time of the step, to be completed by a number of parameters
     */
    public static When atPlateau() {
        return atPlateau(LossPlateau.defaults());
    }

    /**
     * Freezes as soon as the training loss has reached a plateau.
     *
     * @param rule the rule of the plateau
     * @return the time of the step, to be completed by a number of parameters
     */
    public static When atPlateau(LossPlateau rule) {
        return new When(Trigger.atPlateau(rule));
    }

    /**
     * Never freezes: the listener only observes, so that gradient variance and orders can be queried.
     *
     * @return the plan
     */
    public static FreezePlan never() {
        return NEVER;
    }

    /**
     * Returns the same plan with another order.
     *
     * @param order parameters that come first in it are frozen first
     * @return the plan
     */
    public FreezePlan by(OrderCriterion order) {
        return new FreezePlan(steps, order, filter, reordering);
    }

    /**
     * Returns the same plan, in which only these layers are eligible, in addition to those included before.
     *
     * @param layers layers by name, at least one; those of a {@code MultiLayerNetwork} also by number, {@code "0"} for the first. A
     *     name that looks like a number is a name
     * @return the plan
     * @throws IllegalArgumentException if one of them is excluded, or none is given
     */
    public FreezePlan includingLayers(String... layers) {
        return withFilter(filter.includingLayers(names(layers)));
    }

    /**
     * Returns the same plan without these layers: they are neither ordered nor frozen, and fractions are of the rest.
     *
     * @param layers layers by name, at least one; those of a {@code MultiLayerNetwork} also by number, {@code "0"} for the first. A
     *     name that looks like a number is a name
     * @return the plan
     * @throws IllegalArgumentException if one of them is included, or none is given
     */
    public FreezePlan excludingLayers(String... layers) {
        return withFilter(filter.excludingLayers(names(layers)));
    }

    /**
     * Returns the same plan, in which only these kinds of parameter are eligible, in addition to those included before.
     *
     * @param kinds DL4J's names of the parameter arrays, such as {@code "W"}, at least one
     * @return the plan
     * @throws IllegalArgumentException if one of them is excluded, or none is given
     */
    public FreezePlan includingKinds(String... kinds) {
        return withFilter(filter.includingKinds(names(kinds)));
    }

    /**
     * Returns the same plan without these kinds of parameter: they are neither ordered nor frozen, and fractions are of the
     * rest.
     *
     * @param kinds DL4J's names of the parameter arrays, such as {@code "b"}, at least one
     * @return the plan
     * @throws IllegalArgumentException if one of them is included, or none is given
     */
    public FreezePlan excludingKinds(String... kinds) {
        return withFilter(filter.excludingKinds(names(kinds)));
    }

    /**
     * Returns the same plan without parameters that have had no gradient in any sample by the time of freezing, such as those of an
     * output whose labels were always masked, or behind inputs that were always 0. Otherwise these have a variance of 0 and are
     * frozen first. They are neither ordered nor frozen, fractions are of the rest, and a count is at most the rest. A re-ordering
     * considers those that have had a gradient by then.
     *
     * @return the plan
     */
    public FreezePlan excludingUntouched() {
        return withFilter(filter.excludingUntouched());
    }

    /** Names may be null here: the filter refuses them with what they should name. */
    private static List<String> names(String... names) {
        return names == null ? List.of() : Arrays.asList(names);
    }

    /**
     * Returns the same plan with another filter.
     *
     * @param other which parameters are eligible
     * @return the plan
     * @throws NullPointerException if {@code other} is null
     */
    public FreezePlan withFilter(ParameterFilter other) {
        return new FreezePlan(steps, criterion, Objects.requireNonNull(other, "filter"), reordering);
    }

    /**
     * Returns the same plan with a further step: frozen parameters stay frozen, and the first of the others, in the order at
     * that time, are added until the amount of the step is reached.
     *
     * <p>Iterations and epochs of a later step are counted from the start too; a plateau is detected from the previous step
     * on. A step that is still pending when a later one is due is skipped: {@code
     * atPlateau().fraction(0.5).then(atIteration(5000).fraction(0.8))} freezes 80 % after 5000 iterations with or without a
     * plateau before. Order, filter and re-ordering are those of this plan; the later plan has the default ones, or the same.
     *
     * @param later a plan with the further step, or several
     * @return the plan
     * @throws IllegalArgumentException if one of the two plans never freezes; if times in the same unit do not rise, or
     *     amounts in the same unit fall; or if the later plan has an order, filter or re-ordering that is not this plan's
     */
    public FreezePlan then(FreezePlan later) {
        Objects.requireNonNull(later, "later is null; pass a plan with the further step, such as atIteration(...)");
        PlanValidator.checkContinued(this, later);
        List<Step> all = new ArrayList<>(steps);
        all.addAll(later.steps);
        return new FreezePlan(all, criterion, filter, reordering);
    }

    /**
     * Returns the same plan with re-ordering: at a fixed interval after the first freezing, the parameters are ordered by the
     * statistics at that time and the mask is re-chosen, with the amount of the last step taken. Parameters that are no longer
     * among the first are thawed and trained again, with Adam's moments as they were when they were frozen.
     *
     * <p>Gradients are sampled as long as re-ordering continues; see {@link #until}. With a random order, each re-ordering is a
     * new permutation, drawn from the seed and the number of the re-ordering.
     *
     * @param iterations distance between two re-orderings, at least 1
     * @return the plan
     * @throws IllegalArgumentException if {@code iterations} is below 1, or the plan never freezes
     */
    public FreezePlan reorderedEvery(int iterations) {
        return new FreezePlan(steps, criterion, filter, new Reordering(iterations, Reordering.FOR_EVER));
    }

    /**
     * Returns the same plan with an end of the re-ordering: what is frozen then stays frozen, and once all steps have been
     * taken, no more gradients are sampled. To be called after {@link #reorderedEvery}.
     *
     * @param iteration last iteration after which there may be a re-ordering, counted from the start
     * @return the plan
     * @throws IllegalArgumentException if the plan is not re-ordered, or there could be no re-ordering by then
     */
    public FreezePlan until(int iteration) {
        if (reordering == null) {
            throw new IllegalArgumentException(Excerpt.of(this)
                    + " is not re-ordered, so that it has no end of re-ordering; call reorderedEvery(...) first");
        }
        return new FreezePlan(steps, criterion, filter, new Reordering(reordering.interval(), iteration));
    }

    /**
     * Returns the order in which parameters are frozen.
     *
     * @return the criterion
     */
    public OrderCriterion criterion() {
        return criterion;
    }

    /**
     * Returns the steps, in the sequence in which they are taken.
     *
     * @return an immutable list; empty if the plan only observes
     */
    public List<Step> steps() {
        return steps;
    }

    /**
     * Returns the filter of the eligible parameters.
     *
     * @return the filter; {@link ParameterFilter#ALL} unless layers, kinds or untouched parameters are included or excluded
     */
    public ParameterFilter filter() {
        return filter;
    }

    /**
     * Returns how often the parameters are ordered again.
     *
     * @return the re-ordering; null if the first order is kept
     */
    public Reordering reordering() {
        return reordering;
    }

    /**
     * Writes the plan as JSON, with named fields and a version. Filters, among them {@code "excludingUntouched" : true}, and
     * re-ordering are omitted where the plan has none.
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
     * @return the text, from which {@link #fromJson} reads an equal plan
     */
    public String toJson() {
        return FreezePlanJson.write(this);
    }

    /**
     * Reads a plan from JSON. Texts from others may be read: time and memory are proportional to the length of the text.
     *
     * @param json text in the format of {@link #toJson()}, with or without a byte order mark
     * @return the plan
     * @throws IllegalArgumentException if it is null, or not JSON; if it is nested deeper than 32 levels, or a number has more
     *     than 40 characters; if a field is missing, unknown, null or of the wrong type; or if a value is invalid in a plan. The
     *     message names the field, and repeats at most 200 characters of the text
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

    /** The time of a step; {@link #count}, {@link #fraction} or {@link #varianceShare} makes it a plan. Immutable. */
    public static final class When implements Serializable {

        private static final long serialVersionUID = 2L;

        private final Trigger trigger;

        private When(Trigger trigger) {
            this.trigger = trigger;
        }

        /**
         * Freezes a number of parameters.
         *
         * @param k number of parameters, at least 0; compared with the network's size when the listener first sees it
         * @return the plan
         * @throws IllegalArgumentException if {@code k} is negative
         */
        public FreezePlan count(int k) {
            return plan(Amount.count(k));
        }

        /**
         * Freezes a fraction of the eligible parameters, rounded to the nearest whole number, half up.
         *
         * @param delta fraction in [0,1]
         * @return the plan
         * @throws IllegalArgumentException if {@code delta} is not in [0,1]
         */
        public FreezePlan fraction(double delta) {
            return plan(Amount.fraction(delta));
        }

        /**
         * Freezes the most parameters whose gradient variances sum up to at most a share of the total: the largest {@code k}
         * for which the first {@code k} in the order have at most {@code share} of the gradient variance of all eligible
         * parameters. Parameters without variance cost nothing; if none has any, all are frozen. See {@link Amount#of} for
         * rounding and for variances that are not finite.
         *
         * @param share share in [0,1]
         * @return the plan
         * @throws IllegalArgumentException if {@code share} is not in [0,1]
         */
        public FreezePlan varianceShare(double share) {
            return plan(Amount.varianceShare(share));
        }

        private FreezePlan plan(Amount amount) {
            return new FreezePlan(
                    List.of(new Step(trigger, amount)), OrderCriterion.gradientVariance(), ParameterFilter.ALL, null);
        }

        @Override
        public String toString() {
            return trigger.toString();
        }
    }
}
