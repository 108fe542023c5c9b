package org.dl4jfreeze.internal.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.LossPlateau;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.plan.Amount;
import org.dl4jfreeze.plan.ParameterFilter;
import org.dl4jfreeze.plan.Reordering;
import org.dl4jfreeze.plan.Step;
import org.dl4jfreeze.plan.Trigger;
import org.nd4j.shade.jackson.databind.node.JsonNodeFactory;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** The JSON of plans: one method that writes and one that reads for each part. */
public final class FreezePlanJson {

    private static final int VERSION = 1;

    private FreezePlanJson() {}

    public static String write(FreezePlan plan) {
        ObjectNode json = newObject();
        json.put("version", VERSION);
        json.putArray("steps").addAll(steps(plan.steps()));
        json.set("order", order(plan.criterion()));
        putNames(json, "includedLayers", plan.filter().includedLayers());
        putNames(json, "excludedLayers", plan.filter().excludedLayers());
        putNames(json, "includedKinds", plan.filter().includedKinds());
        putNames(json, "excludedKinds", plan.filter().excludedKinds());
        if (plan.reordering() != null) {
            json.set("reordering", reordering(plan.reordering()));
        }
        return JsonFields.print(json);
    }

    public static FreezePlan read(String text) {
        JsonFields json = JsonFields.parse("plan", text);
        int version = json.integer("version");
        if (version != VERSION) {
            throw json.invalid("version", "expected " + VERSION + ", found " + version);
        }
        List<Step> steps = new ArrayList<>();
        for (JsonFields step : json.objects("steps")) {
            steps.add(step(step));
        }
        OrderCriterion criterion = order(json.object("order"));
        ParameterFilter filter = ParameterFilter.ALL;
        filter = withNames(json, "includedLayers", filter, ParameterFilter::includingLayers);
        filter = withNames(json, "excludedLayers", filter, ParameterFilter::excludingLayers);
        filter = withNames(json, "includedKinds", filter, ParameterFilter::includingKinds);
        filter = withNames(json, "excludedKinds", filter, ParameterFilter::excludingKinds);
        Reordering reordering = json.has("reordering") ? reordering(json.object("reordering")) : null;
        json.checkNoOthers();
        ParameterFilter participants = filter;
        return json.build("", () -> new FreezePlan(steps, criterion, participants, reordering));
    }

    private static List<ObjectNode> steps(List<Step> steps) {
        List<ObjectNode> all = new ArrayList<>();
        for (Step step : steps) {
            ObjectNode json = newObject();
            Trigger trigger = step.trigger();
            if (trigger.unit() == Trigger.Unit.PLATEAU) {
                json.set(trigger.unit().label(), plateau(trigger.plateau()));
            } else {
                json.put(trigger.unit().label(), trigger.amount());
            }
            Amount amount = step.amount();
            if (amount.unit() == Amount.Unit.COUNT) {
                json.put(amount.unit().label(), (int) amount.value());
            } else {
                json.put(amount.unit().label(), amount.value());
            }
            all.add(json);
        }
        return all;
    }

    private static Step step(JsonFields json) {
        Trigger trigger = trigger(json);
        Amount amount = amount(json);
        json.checkNoOthers();
        return new Step(trigger, amount);
    }

    private static Trigger trigger(JsonFields json) {
        Trigger.Unit unit = json.oneOf(Trigger.Unit.values(), Trigger.Unit::label);
        switch (unit) {
            case ITERATION:
                return json.build(unit.label(), () -> Trigger.atIteration(json.integer(unit.label())));
            case EPOCH:
                return json.build(unit.label(), () -> Trigger.atEpoch(json.integer(unit.label())));
            default:
                return Trigger.atPlateau(plateau(json.object(unit.label())));
        }
    }

    private static Amount amount(JsonFields json) {
        Amount.Unit unit = json.oneOf(Amount.Unit.values(), Amount.Unit::label);
        switch (unit) {
            case COUNT:
                return json.build(unit.label(), () -> Amount.count(json.integer(unit.label())));
            case FRACTION:
                return json.build(unit.label(), () -> Amount.fraction(json.number(unit.label())));
            default:
                return json.build(unit.label(), () -> Amount.varianceShare(json.number(unit.label())));
        }
    }

    private static ObjectNode plateau(LossPlateau rule) {
        return newObject()
                .put("window", rule.window())
                .put("minimumImprovement", rule.minimumImprovement())
                .put("patience", rule.patience());
    }

    private static LossPlateau plateau(JsonFields json) {
        int window = json.integer("window");
        double minimumImprovement = json.number("minimumImprovement");
        int patience = json.integer("patience");
        json.checkNoOthers();
        return json.build("", () -> new LossPlateau(window, minimumImprovement, patience));
    }

    private static ObjectNode order(OrderCriterion criterion) {
        ObjectNode json = newObject().put("name", criterion.name());
        switch (criterion.kind()) {
            case RANDOM:
                return json.put("seed", criterion.seed());
            case CONDITIONAL_VARIANCE:
                return json.put("ridge", criterion.ridge());
            case BELSLEY:
                return json.put("ridge", criterion.ridge()).put("threshold", criterion.threshold());
            default:
                return json;
        }
    }

    private static OrderCriterion order(JsonFields json) {
        String name = json.text("name");
        OrderCriterion criterion = json.build("name", () -> OrderCriterion.named(name, 0));
        switch (criterion.kind()) {
            case RANDOM:
                criterion = OrderCriterion.random(json.longInteger("seed"));
                break;
            case CONDITIONAL_VARIANCE:
                double ridge = json.number("ridge");
                criterion = json.build("ridge", () -> OrderCriterion.conditionalVariance(ridge));
                break;
            case BELSLEY:
                double lambda = json.number("ridge");
                double threshold = json.number("threshold");
                criterion = json.build("", () -> OrderCriterion.belsley(lambda, threshold));
                break;
            default:
                break;
        }
        json.checkNoOthers();
        return criterion;
    }

    private static ObjectNode reordering(Reordering reordering) {
        ObjectNode json = newObject().put("every", reordering.interval());
        return reordering.isForEver() ? json : json.put("until", reordering.until());
    }

    private static Reordering reordering(JsonFields json) {
        int every = json.integer("every");
        int until = json.has("until") ? json.integer("until") : Reordering.FOR_EVER;
        json.checkNoOthers();
        return json.build("", () -> new Reordering(every, until));
    }

    private static void putNames(ObjectNode json, String field, List<String> names) {
        if (!names.isEmpty()) {
            names.forEach(json.putArray(field)::add);
        }
    }

    private static ParameterFilter withNames(
            JsonFields json,
            String field,
            ParameterFilter filter,
            BiFunction<ParameterFilter, List<String>, ParameterFilter> with) {
        return json.has(field) ? json.build(field, () -> with.apply(filter, json.texts(field))) : filter;
    }

    private static ObjectNode newObject() {
        return JsonNodeFactory.instance.objectNode();
    }
}
