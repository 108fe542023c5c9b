package org.dl4jfreeze.examples.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.examples.data.BatchOrder;

/**
 * Everything that decides the numbers of an experiment, checked when it is created.
 *
 * @param runs         number of runs, which differ in initialisation and mini-batches
 * @param seed         seed from which all others are derived
 * @param freezeAt     iterations with all parameters active, the paper's t0; below {@code iterations}
 * @param freezeAtRule how t0 was found: {@value #GIVEN}, or the rule that found it
 * @param iterations   iterations in total, T
 * @param learningRate Adam's learning rate
 * @param batchSize    examples per mini-batch
 * @param examples     training examples used, at least the batch size
 * @param fractions    fractions of the parameters to freeze, each in [0, 1]; kept ascending and without duplicates
 * @param orders       names of the orders to compare, as {@link OrderCriterion#named} knows them; kept without duplicates
 * @param samplerName  gradient sampler: {@code first-example}, {@code whole-batch} or {@code mini-batch}
 */
public record Settings(
        int runs,
        long seed,
        @JsonProperty("t0") int freezeAt,
        @JsonProperty("t0_rule") String freezeAtRule,
        int iterations,
        double learningRate,
        int batchSize,
        int examples,
        List<Double> fractions,
        List<String> orders,
        @JsonProperty("sampler") String samplerName) {

    /** The {@link #freezeAtRule()} of a t0 that was set explicitly. */
    public static final String GIVEN = "given";

    private static final List<Double> FRACTIONS = List.of(0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0);
    private static final List<String> ORDERS = List.of("variance", "random");
    private static final String SAMPLER = "first-example";
    private static final String MINI_BATCH_ORDER =
            OrderCriterion.miniBatchVariance().name();

    public Settings {
        checkAtLeast(1, runs, "number of runs");
        checkAtLeast(2, iterations, "number of iterations");
        if (freezeAt < 1 || freezeAt >= iterations) {
            throw new IllegalArgumentException("Invalid t0 " + freezeAt + ", must be in [1, " + (iterations - 1)
                    + "] because there are " + iterations + " iterations in total; freeze earlier or train longer");
        }
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException("Invalid learning rate " + learningRate
                    + ", must be a finite number above 0; choose for instance 0.01");
        }
        checkAtLeast(1, examples, "number of training examples");
        BatchOrder.checkBatchSize(batchSize, examples);
        fractions = checkedFractions(fractions);
        orders = checkedOrders(orders);
        checkSamples(sampler(samplerName), samplerName, freezeAt, batchSize, orders);
    }

    /** Creates settings with eleven fractions, the orders variance and random, and the paper's sampler, as for every data set. */
    public static Settings of(
            int runs, long seed, int freezeAt, int iterations, double learningRate, int batchSize, int examples) {
        return new Settings(
                runs, seed, freezeAt, GIVEN, iterations, learningRate, batchSize, examples, FRACTIONS, ORDERS, SAMPLER);
    }

    /** Checks that there are enough samples before t0 for the variance, which is always reported. */
    private static void checkSamples(
            GradientSampler sampler, String name, int freezeAt, int batchSize, List<String> orders) {
        if (sampler.needsExampleGradient() && batchSize < 2) {
            throw new IllegalArgumentException("Invalid batch size " + batchSize + " for the sampler " + name
                    + ", must be at least 2: the gradient on one example is compared with that of the mini-batch; choose"
                    + " a larger one, or the sampler mini-batch");
        }
        boolean overIterations = sampler.minimumSamples() > 1 || orders.contains(MINI_BATCH_ORDER);
        if (overIterations && freezeAt < 2) {
            throw new IllegalArgumentException("Invalid t0 " + freezeAt + ", must be at least 2 for a variance over"
                    + " mini-batches; choose a larger one, or another sampler and other orders");
        }
    }

    public static void checkAtLeast(int minimum, int value, String what) {
        if (value < minimum) {
            throw new IllegalArgumentException(
                    "Invalid " + what + " " + value + ", must be at least " + minimum + "; choose a larger one");
        }
    }

    private static List<Double> checkedFractions(List<Double> fractions) {
        for (double fraction : fractions) {
            if (!(fraction >= 0 && fraction <= 1)) {
                throw new IllegalArgumentException(
                        "Invalid fraction " + fraction
                                + ", must be in [0, 1]: the fraction of all parameters that is frozen; choose for instance 0.5");
            }
        }
        if (fractions.isEmpty()) {
            throw new IllegalArgumentException("No fractions given; give at least one in [0, 1], for instance 0,0.5,1");
        }
        // 0.0 added, so that -0 is 0
        return fractions.stream().map(f -> f + 0.0).distinct().sorted().toList();
    }

    private static List<String> checkedOrders(List<String> orders) {
        if (orders.isEmpty()) {
            throw new IllegalArgumentException(
                    "No orders given; give at least one of " + String.join(", ", OrderCriterion.names()));
        }
        orders.forEach(order -> OrderCriterion.named(order, 0));
        return orders.stream().distinct().toList();
    }

    public GradientSampler sampler() {
        return sampler(samplerName);
    }

    private static GradientSampler sampler(String name) {
        return switch (name) {
            case "first-example" -> GradientSampler.firstExample();
            case "whole-batch" -> GradientSampler.wholeBatch();
            case "mini-batch" -> GradientSampler.miniBatch();
            default ->
                throw new IllegalArgumentException("Unknown sampler \"" + name
                        + "\", must be first-example, whole-batch or mini-batch; choose one of these");
        };
    }

    public Settings withRuns(int newRuns) {
        return with(newRuns, freezeAt, freezeAtRule, iterations, fractions);
    }

    public Settings withFreezing(int newFreezeAt, String newRule, int newIterations) {
        return with(runs, newFreezeAt, newRule, newIterations, fractions);
    }

    public Settings withFractions(List<Double> newFractions) {
        return with(runs, freezeAt, freezeAtRule, iterations, newFractions);
    }

    private Settings with(int runs, int freezeAt, String freezeAtRule, int iterations, List<Double> fractions) {
        return new Settings(
                runs,
                seed,
                freezeAt,
                freezeAtRule,
                iterations,
                learningRate,
                batchSize,
                examples,
                fractions,
                orders,
                samplerName);
    }
}
