package org.dl4jfreeze.internal.run;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dl4jfreeze.Covariance;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.SmoothingSchedule;
import org.dl4jfreeze.covariance.FullCovariance.Form;
import org.dl4jfreeze.internal.json.StrictJson;
import org.nd4j.shade.jackson.databind.JsonNode;

/** Describes {@link ListenerOptions} in JSON. */
public final class OptionsData {
    /** As {@link FreezePlan#toJson} writes it. */
    public JsonNode plan;

    public Sampler sampler;
    public Smoothing smoothing;
    /** The names of the orders that can be queried. */
    public List<String> orders;

    public FullCovariance fullCovariance;

    /** How gradients are sampled. */
    public static final class Sampler {
        public String kind;
        public Integer every;
        public Integer afterWarmUp;
        /** Null for any. */
        public Double overhead;
    }

    /** How samples are weighted: {@code kappa_t = factor t^-exponent}. */
    public static final class Smoothing {
        public Double factor;
        public Double exponent;
    }

    /** How a full covariance is kept. */
    public static final class FullCovariance {
        public Form form;
        /** Null for any number. */
        public Integer atMost;
    }

    OptionsData() {}

    OptionsData(ListenerOptions options) {
        plan = StrictJson.parse(options.plan().toJson());
        sampler = new Sampler();
        sampler.kind = options.sampler().kind().label();
        sampler.every = options.sampler().interval();
        sampler.afterWarmUp = options.sampler().warmUp();
        sampler.overhead =
                options.sampler().overhead() == 0 ? null : options.sampler().overhead();
        smoothing = new Smoothing();
        smoothing.factor = options.smoothing().factor();
        smoothing.exponent = options.smoothing().exponent();
        orders = options.collected().stream().map(OrderCriterion.Kind::label).collect(Collectors.toList());
        if (options.covariance().isFull()) {
            fullCovariance = new FullCovariance();
            fullCovariance.form = options.covariance().form();
            int most = options.covariance().maximumSamples();
            fullCovariance.atMost = most == Integer.MAX_VALUE ? null : most;
        }
    }

    ListenerOptions toOptions(StrictJson json, String at) {
        JsonNode saved = json.required(at + ".plan", plan);
        FreezePlan readPlan = json.build(at + ".plan", () -> FreezePlan.fromJson(saved.toString()));
        GradientSampler readSampler = sampler(json, at + ".sampler");
        SmoothingSchedule readSmoothing = smoothing(json, at + ".smoothing");
        Set<OrderCriterion.Kind> collected = EnumSet.noneOf(OrderCriterion.Kind.class);
        for (String order : json.required(at + ".orders", orders)) {
            collected.add(json.build(at + ".orders", () -> OrderCriterion.named(order, 0))
                    .kind());
        }
        Covariance covariance = covariance(json, at + ".fullCovariance");
        return json.build(at, () -> new ListenerOptions(readPlan, readSampler, readSmoothing, collected, covariance));
    }

    private GradientSampler sampler(StrictJson json, String at) {
        json.required(at, sampler);
        String kind = json.required(at + ".kind", sampler.kind);
        int every = json.required(at + ".every", sampler.every);
        int warmUp = json.required(at + ".afterWarmUp", sampler.afterWarmUp);
        List<GradientSampler> all =
                List.of(GradientSampler.firstExample(), GradientSampler.wholeBatch(), GradientSampler.miniBatch());
        GradientSampler plain = json.build(at + ".kind", () -> all.stream()
                .filter(one -> one.kind().label().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of "
                        + Arrays.toString(
                                all.stream().map(one -> one.kind().label()).toArray())
                        + ", found another")));
        GradientSampler timed = json.build(at, () -> plain.every(every).afterWarmUp(warmUp));
        return sampler.overhead == null ? timed : json.build(at + ".overhead", () -> timed.overhead(sampler.overhead));
    }

    private SmoothingSchedule smoothing(StrictJson json, String at) {
        json.required(at, smoothing);
        double factor = json.required(at + ".factor", smoothing.factor);
        double exponent = json.required(at + ".exponent", smoothing.exponent);
        json.check(exponent == 0 || factor == 1, at + ".factor", "expected 1 where the exponent is not 0");
        return json.build(
                at, () -> exponent == 0 ? SmoothingSchedule.constant(factor) : SmoothingSchedule.power(exponent));
    }

    private Covariance covariance(StrictJson json, String at) {
        if (fullCovariance == null) {
            return Covariance.diagonal();
        }
        Form form = json.required(at + ".form", fullCovariance.form);
        Covariance full = form == Form.DENSE
                ? Covariance.full().dense()
                : form == Form.FACTORED ? Covariance.full().factored() : Covariance.full();
        return fullCovariance.atMost == null
                ? full
                : json.build(at + ".atMost", () -> full.atMost(fullCovariance.atMost));
    }
}
