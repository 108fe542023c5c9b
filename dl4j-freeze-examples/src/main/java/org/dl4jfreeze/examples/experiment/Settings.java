package org.dl4jfreeze.examples.experiment;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.OrderCriterion;

/** Everything that decides the numbers of an experiment; a value that was checked when it was built. */
public final class Settings {

    /** The {@link #freezeAtRule()} of a t0 that was simply given. */
    public static final String GIVEN = "given";

    private static final String MINI_BATCH_ORDER =
            OrderCriterion.miniBatchVariance().name();

    private final int runs;
    private final long seed;
    private final int freezeAt;
    private final String freezeAtRule;
    private final int iterations;
    private final double learningRate;
    private final int batchSize;
    private final int examples;
    private final List<Double> fractions;
    private final List<String> orders;
    private final String sampler;

    private Settings(Builder builder) {
        runs = atLeast(1, builder.runs, "number of runs");
        seed = builder.seed;
        iterations = atLeast(2, builder.iterations, "number of iterations");
        freezeAt = builder.freezeAt;
        freezeAtRule = builder.freezeAtRule;
        if (freezeAt < 1 || freezeAt >= iterations) {
            throw new IllegalArgumentException("Invalid t0 " + freezeAt + ", must be in [1, " + (iterations - 1)
                    + "], as there are " + iterations + " iterations in all; freeze earlier or train longer");
        }
        learningRate = builder.learningRate;
        if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException("Invalid learning rate " + learningRate
                    + ", must be a finite number above 0; choose for instance 0.01");
        }
        examples = atLeast(1, builder.examples, "number of training examples");
        batchSize = builder.batchSize;
        if (batchSize < 1 || batchSize > examples) {
            throw new IllegalArgumentException("Invalid batch size " + batchSize + ", must be in [1, " + examples
                    + "], the number of training examples; choose one in that range");
        }
        fractions = checkedFractions(builder.fractions);
        orders = checkedOrders(builder.orders);
        sampler = builder.sampler;
        checkSamples();
    }

    /** The variance is reported in any case, so there must be as many samples as it needs before t0. */
    private void checkSamples() {
        if (sampler().needsExampleGradient() && batchSize < 2) {
            throw new IllegalArgumentException("Invalid batch size " + batchSize + " for the sampler " + sampler
                    + ", must be at least 2: the gradient on one example is compared with that of the mini-batch; choose"
                    + " a larger one, or the sampler mini-batch");
        }
        boolean overIterations = sampler().minimumSamples() > 1 || orders.contains(MINI_BATCH_ORDER);
        if (overIterations && freezeAt < 2) {
            throw new IllegalArgumentException("Invalid t0 " + freezeAt + ", must be at least 2 for a variance over"
                    + " mini-batches; choose a larger one, or another sampler and other orders");
        }
    }

    private static int atLeast(int minimum, int value, String what) {
        if (value < minimum) {
            throw new IllegalArgumentException(
                    "Invalid " + what + " " + value + ", must be at least " + minimum + "; choose a larger one");
        }
        return value;
    }

    private static List<Double> checkedFractions(List<Double> fractions) {
        for (double fraction : fractions) {
            if (!(fraction >= 0 && fraction <= 1)) {
                throw new IllegalArgumentException("Invalid fraction " + fraction
                        + ", must be in [0, 1]: the part of all parameters that is frozen; choose for instance 0.5");
            }
        }
        if (fractions.isEmpty()) {
            throw new IllegalArgumentException("No fractions given; give at least one in [0, 1], for instance 0,0.5,1");
        }
        return fractions.stream().map(f -> f + 0.0).distinct().sorted().collect(Collectors.toUnmodifiableList());
    }

    private static List<String> checkedOrders(List<String> orders) {
        if (orders.isEmpty()) {
            throw new IllegalArgumentException(
                    "No orders given; give at least one of " + String.join(", ", OrderCriterion.names()));
        }
        orders.forEach(order -> OrderCriterion.named(order, 0));
        return orders.stream().distinct().collect(Collectors.toUnmodifiableList());
    }

    /**
     * Starts from the defaults that hold for every data set: eleven fractions, orders variance and random, the paper's
     * sampler.
     *
     * @return a builder, in which the rest must be set
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Number of runs, which differ in initialisation and mini-batches.
     *
     * @return at least 1
     */
    public int runs() {
        return runs;
    }

    /**
     * Seed from which all others are derived.
     *
     * @return the seed
     */
    public long seed() {
        return seed;
    }

    /**
     * Iterations with all parameters active, the paper's t0.
     *
     * @return at least 1, below {@link #iterations()}
     */
    public int freezeAt() {
        return freezeAt;
    }

    /**
     * How t0 was found.
     *
     * @return {@value #GIVEN}, or the rule that found it
     */
    public String freezeAtRule() {
        return freezeAtRule;
    }

    /**
     * Iterations in all, T.
     *
     * @return the number
     */
    public int iterations() {
        return iterations;
    }

    /**
     * Adam's learning rate.
     *
     * @return a number above 0
     */
    public double learningRate() {
        return learningRate;
    }

    /**
     * Examples per mini-batch.
     *
     * @return at least 1
     */
    public int batchSize() {
        return batchSize;
    }

    /**
     * Training examples used.
     *
     * @return at least the batch size
     */
    public int examples() {
        return examples;
    }

    /**
     * Fractions of the parameters to freeze.
     *
     * @return each in [0, 1], ascending
     */
    public List<Double> fractions() {
        return fractions;
    }

    /**
     * Names of the orders to compare.
     *
     * @return names that {@link OrderCriterion#named} knows
     */
    public List<String> orders() {
        return orders;
    }

    /**
     * Where gradient differences come from.
     *
     * @return the library's sampler
     * @throws IllegalArgumentException if there is none of that name
     */
    public GradientSampler sampler() {
        if (sampler.equals("first-example")) {
            return GradientSampler.firstExample();
        }
        if (sampler.equals("whole-batch")) {
            return GradientSampler.wholeBatch();
        }
        if (sampler.equals("mini-batch")) {
            return GradientSampler.miniBatch();
        }
        throw new IllegalArgumentException("Unknown sampler \"" + sampler
                + "\", must be first-example, whole-batch or mini-batch; choose one of these");
    }

    /**
     * Name of the sampler.
     *
     * @return {@code first-example}, {@code whole-batch} or {@code mini-batch}
     */
    public String samplerName() {
        return sampler;
    }

    /**
     * Starts from these settings.
     *
     * @return a builder that holds them all
     */
    public Builder toBuilder() {
        return new Builder()
                .runs(runs)
                .seed(seed)
                .freezeAt(freezeAt)
                .freezeAtRule(freezeAtRule)
                .iterations(iterations)
                .learningRate(learningRate)
                .batchSize(batchSize)
                .examples(examples)
                .fractions(fractions)
                .orders(orders)
                .sampler(sampler);
    }

    /**
     * All of them by name, for results and for telling other settings apart.
     *
     * @return name to value, in a fixed order
     */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("runs", runs);
        values.put("seed", seed);
        values.put("t0", freezeAt);
        values.put("t0_rule", freezeAtRule);
        values.put("iterations", iterations);
        values.put("learning_rate", learningRate);
        values.put("batch_size", batchSize);
        values.put("examples", examples);
        values.put("fractions", fractions);
        values.put("orders", orders);
        values.put("sampler", sampler);
        return values;
    }

    /** Collects settings. */
    public static final class Builder {

        private int runs;
        private long seed;
        private int freezeAt;
        private String freezeAtRule = GIVEN;
        private int iterations;
        private double learningRate;
        private int batchSize;
        private int examples;
        private List<Double> fractions = Arrays.asList(0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0);
        private List<String> orders = Arrays.asList("variance", "random");
        private String sampler = "first-example";

        private Builder() {}

        /**
         * Sets the number of runs.
         *
         * @param value at least 1
         * @return this
         */
        public Builder runs(int value) {
            runs = value;
            return this;
        }

        /**
         * Sets the seed.
         *
         * @param value any number
         * @return this
         */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * Sets t0.
         *
         * @param value iterations with all parameters active
         * @return this
         */
        public Builder freezeAt(int value) {
            freezeAt = value;
            return this;
        }

        /**
         * Says how t0 was found.
         *
         * @param value the rule, for the results
         * @return this
         */
        public Builder freezeAtRule(String value) {
            freezeAtRule = value;
            return this;
        }

        /**
         * Sets the number of iterations in all.
         *
         * @param value more than t0
         * @return this
         */
        public Builder iterations(int value) {
            iterations = value;
            return this;
        }

        /**
         * Sets Adam's learning rate.
         *
         * @param value above 0
         * @return this
         */
        public Builder learningRate(double value) {
            learningRate = value;
            return this;
        }

        /**
         * Sets the batch size.
         *
         * @param value at least 1
         * @return this
         */
        public Builder batchSize(int value) {
            batchSize = value;
            return this;
        }

        /**
         * Sets the number of training examples.
         *
         * @param value at least the batch size
         * @return this
         */
        public Builder examples(int value) {
            examples = value;
            return this;
        }

        /**
         * Sets the fractions to freeze.
         *
         * @param values each in [0, 1]; repeated ones count once
         * @return this
         */
        public Builder fractions(List<Double> values) {
            fractions = values;
            return this;
        }

        /**
         * Sets the orders to compare.
         *
         * @param names names that {@link OrderCriterion#named} knows; repeated ones count once
         * @return this
         */
        public Builder orders(List<String> names) {
            orders = names;
            return this;
        }

        /**
         * Sets the sampler.
         *
         * @param name {@code first-example}, {@code whole-batch} or {@code mini-batch}
         * @return this
         */
        public Builder sampler(String name) {
            sampler = name;
            return this;
        }

        /**
         * Checks everything.
         *
         * @return the settings
         * @throws IllegalArgumentException if one of them is not allowed
         */
        public Settings build() {
            return new Settings(this);
        }
    }
}
