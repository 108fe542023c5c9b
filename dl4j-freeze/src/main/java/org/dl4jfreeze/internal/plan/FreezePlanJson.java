package org.dl4jfreeze.internal.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.LossPlateau;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.internal.json.StrictJson;
import org.dl4jfreeze.plan.Amount;
import org.dl4jfreeze.plan.Reordering;
import org.dl4jfreeze.plan.Step;
import org.dl4jfreeze.plan.Trigger;

/**
 * Defines the JSON of plans: data classes with the names of the fields, made from a plan and made into one by {@link FreezePlan}'s
 * builder methods. A field that is absent is null.
 */
public final class FreezePlanJson {

    private static final int VERSION = 1;

    private FreezePlanJson() {}

    public static String write(FreezePlan plan) {
        return StrictJson.write(new PlanData(plan));
    }

    public static FreezePlan read(String text) {
        if (text == null) {
            throw new IllegalArgumentException("Invalid plan: json is null; pass a text that toJson() has written");
        }
        StrictJson json = new StrictJson("plan", text, PlanData.class);
        json.checkVersion(VERSION);
        return json.read(PlanData.class).toPlan(json);
    }

    static final class PlanData {
        public Integer version;
        public List<StepData> steps;
        public OrderData order;
        public List<String> includedLayers;
        public List<String> excludedLayers;
        public List<String> includedKinds;
        public List<String> excludedKinds;
        public Boolean excludingUntouched;
        public ReorderingData reordering;

        PlanData() {}

        PlanData(FreezePlan plan) {
            version = VERSION;
            steps = plan.steps().stream().map(StepData::new).collect(Collectors.toList());
            order = new OrderData(plan.criterion());
            includedLayers = names(plan.filter().includedLayers());
            excludedLayers = names(plan.filter().excludedLayers());
            includedKinds = names(plan.filter().includedKinds());
            excludedKinds = names(plan.filter().excludedKinds());
            excludingUntouched = plan.filter().excludesUntouched() ? true : null;
            reordering = plan.reordering() == null ? null : new ReorderingData(plan.reordering());
        }

        private static List<String> names(List<String> names) {
            return names.isEmpty() ? null : names;
        }

        FreezePlan toPlan(StrictJson json) {
            json.required("version", version);
            FreezePlan plan = steps(json).by(json.required("order", order).toCriterion(json));
            plan = filtered(json, plan, "includedLayers", includedLayers, FreezePlan::includingLayers);
            plan = filtered(json, plan, "excludedLayers", excludedLayers, FreezePlan::excludingLayers);
            plan = filtered(json, plan, "includedKinds", includedKinds, FreezePlan::includingKinds);
            plan = filtered(json, plan, "excludedKinds", excludedKinds, FreezePlan::excludingKinds);
            plan = Boolean.TRUE.equals(excludingUntouched) ? plan.excludingUntouched() : plan;
            return reordering == null ? plan : reordering.reordered(json, plan);
        }

        private FreezePlan steps(StrictJson json) {
            List<FreezePlan> plans = new ArrayList<>();
            StepSequence sequence = new StepSequence();
            for (int i = 0; i < json.required("steps", steps).size(); i++) {
                String at = "steps[" + i + "]";
                FreezePlan plan = steps.get(i).toPlan(json, at);
                plans.add(json.build(at, () -> {
                    plan.steps().forEach(sequence::add);
                    return plan;
                }));
            }
            return plans.isEmpty() ? FreezePlan.never() : inSequence(plans);
        }

        /** Joins halves of equal length: one step after the other would copy all earlier ones for each. */
        private static FreezePlan inSequence(List<FreezePlan> plans) {
            int half = plans.size() / 2;
            return half == 0
                    ? plans.get(0)
                    : inSequence(plans.subList(0, half)).then(inSequence(plans.subList(half, plans.size())));
        }

        private static FreezePlan filtered(
                StrictJson json,
                FreezePlan plan,
                String field,
                List<String> names,
                BiFunction<FreezePlan, String[], FreezePlan> filter) {
            return names == null ? plan : json.build(field, () -> filter.apply(plan, names.toArray(String[]::new)));
        }
    }

    static final class StepData {
        public Integer iteration;
        public Integer epoch;
        public PlateauData plateau;
        public Integer count;
        public Double fraction;
        public Double varianceShare;

        StepData() {}

        StepData(Step step) {
            Trigger trigger = step.trigger();
            iteration = trigger.unit() == Trigger.Unit.ITERATION ? trigger.amount() : null;
            epoch = trigger.unit() == Trigger.Unit.EPOCH ? trigger.amount() : null;
            plateau = trigger.unit() == Trigger.Unit.PLATEAU ? new PlateauData(trigger.plateau()) : null;
            Amount amount = step.amount();
            count = amount.unit() == Amount.Unit.COUNT ? (int) amount.value() : null;
            fraction = amount.unit() == Amount.Unit.FRACTION ? amount.value() : null;
            varianceShare = amount.unit() == Amount.Unit.VARIANCE_SHARE ? amount.value() : null;
        }

        FreezePlan toPlan(StrictJson json, String at) {
            checkOneOf(json, at, List.of("iteration", "epoch", "plateau"), iteration, epoch, plateau);
            checkOneOf(json, at, List.of("count", "fraction", "varianceShare"), count, fraction, varianceShare);
            FreezePlan.When when = iteration != null
                    ? json.build(at + ".iteration", () -> FreezePlan.atIteration(iteration))
                    : epoch != null
                            ? json.build(at + ".epoch", () -> FreezePlan.atEpoch(epoch))
                            : FreezePlan.atPlateau(plateau.toRule(json, at + ".plateau"));
            return count != null
                    ? json.build(at + ".count", () -> when.count(count))
                    : fraction != null
                            ? json.build(at + ".fraction", () -> when.fraction(fraction))
                            : json.build(at + ".varianceShare", () -> when.varianceShare(varianceShare));
        }

        private static void checkOneOf(StrictJson json, String at, List<String> fields, Object... values) {
            List<String> found = IntStream.range(0, values.length)
                    .filter(i -> values[i] != null)
                    .mapToObj(fields::get)
                    .collect(Collectors.toList());
            json.check(
                    found.size() == 1,
                    at,
                    "expected one of the fields " + fields + ", found " + (found.isEmpty() ? "none of them" : found));
        }
    }

    static final class PlateauData {
        public Integer window;
        public Double minimumImprovement;
        public Integer patience;

        PlateauData() {}

        PlateauData(LossPlateau rule) {
            window = rule.window();
            minimumImprovement = rule.minimumImprovement();
            patience = rule.patience();
        }

        LossPlateau toRule(StrictJson json, String at) {
            int ofWindow = json.required(at + ".window", window);
            double improvement = json.required(at + ".minimumImprovement", minimumImprovement);
            int windows = json.required(at + ".patience", patience);
            return json.build(at, () -> new LossPlateau(ofWindow, improvement, windows));
        }
    }

    static final class OrderData {
        public String name;
        public Long seed;
        public Double ridge;
        public Double threshold;

        OrderData() {}

        OrderData(OrderCriterion criterion) {
            name = criterion.name();
            seed = criterion.kind().takes(OrderCriterion.Parameter.SEED) ? criterion.seed() : null;
            ridge = criterion.kind().takes(OrderCriterion.Parameter.RIDGE) ? criterion.ridge() : null;
            threshold = criterion.kind().takes(OrderCriterion.Parameter.THRESHOLD) ? criterion.threshold() : null;
        }

        OrderCriterion toCriterion(StrictJson json) {
            String known = json.required("order.name", name);
            OrderCriterion criterion = json.build("order.name", () -> OrderCriterion.named(known, 0));
            criterion = with(json, criterion, OrderCriterion.Parameter.SEED, "seed", seed, OrderCriterion::withSeed);
            criterion =
                    with(json, criterion, OrderCriterion.Parameter.RIDGE, "ridge", ridge, OrderCriterion::withRidge);
            return with(
                    json,
                    criterion,
                    OrderCriterion.Parameter.THRESHOLD,
                    "threshold",
                    threshold,
                    OrderCriterion::withThreshold);
        }

        private static <T> OrderCriterion with(
                StrictJson json,
                OrderCriterion criterion,
                OrderCriterion.Parameter parameter,
                String name,
                T value,
                BiFunction<OrderCriterion, T, OrderCriterion> with) {
            String field = "order." + name;
            if (!criterion.kind().takes(parameter)) {
                json.check(
                        value == null,
                        field,
                        "expected no such field in the order \"" + criterion.name() + "\", found " + value);
                return criterion;
            }
            json.required(field, value);
            return json.build(field, () -> with.apply(criterion, value));
        }
    }

    static final class ReorderingData {
        public Integer every;
        public Integer until;

        ReorderingData() {}

        ReorderingData(Reordering reordering) {
            every = reordering.interval();
            until = reordering.isForEver() ? null : reordering.until();
        }

        FreezePlan reordered(StrictJson json, FreezePlan plan) {
            int interval = json.required("reordering.every", every);
            FreezePlan reordered = json.build("reordering.every", () -> plan.reorderedEvery(interval));
            return until == null ? reordered : json.build("reordering.until", () -> reordered.until(until));
        }
    }
}
