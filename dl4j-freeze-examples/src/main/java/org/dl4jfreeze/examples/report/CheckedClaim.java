package org.dl4jfreeze.examples.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dl4jfreeze.examples.experiment.PaperClaim;

/** A claim of the paper, what the runs say of it on one part of the data, and the numbers behind that. */
public final class CheckedClaim {

    private static final String SILENT = "(the paper says nothing on this set)";

    private final String dataset;
    private final String title;
    private final PaperClaim claim;
    private final String part;
    private final Verdict verdict;
    private final String keyNumbers;
    private final String details;
    private final Map<String, Map<String, Number>> numbers;

    private CheckedClaim(Builder builder, Verdict verdict) {
        this.dataset = builder.results.name();
        this.title = builder.results.title();
        this.claim = builder.claim;
        this.part = builder.part;
        this.verdict = claim == null ? Verdict.NO_CLAIM : verdict;
        this.keyNumbers = builder.keyNumbers;
        this.details = builder.details;
        this.numbers = new LinkedHashMap<>(builder.numbers);
    }

    /** Starts a claim on one part; none of the paper's where it is silent. */
    static Builder on(Results results, Optional<PaperClaim> claim, String part) {
        return new Builder(results, claim.orElse(null), part);
    }

    /**
     * The data set.
     *
     * @return {@link Results#name()}
     */
    public String dataset() {
        return dataset;
    }

    /**
     * The data set in words.
     *
     * @return {@link Results#title()}
     */
    public String title() {
        return title;
    }

    /**
     * What kind of statement it is.
     *
     * @return none where the paper is silent
     */
    public Optional<PaperClaim.Kind> kind() {
        return Optional.ofNullable(claim).map(PaperClaim::kind);
    }

    /**
     * What the paper says, in our words.
     *
     * @return a sentence, or one in parentheses that says that the paper is silent
     */
    public String sentence() {
        return claim == null ? SILENT : claim.sentence();
    }

    /**
     * On what it was checked.
     *
     * @return {@code train}, {@code test}, {@code shared initialisation} or {@code different initialisation}
     */
    public String part() {
        return part;
    }

    /**
     * What the runs say.
     *
     * @return {@link Verdict#NO_CLAIM} where the paper is silent
     */
    public Verdict verdict() {
        return verdict;
    }

    /**
     * The numbers that decide, or why none does.
     *
     * @return one line
     */
    public String keyNumbers() {
        return keyNumbers;
    }

    /**
     * Further numbers.
     *
     * @return one line, or nothing
     */
    public String details() {
        return details;
    }

    /**
     * All numbers.
     *
     * @return name of what was measured to name of a number to the number; NaN where it is not defined
     */
    public Map<String, Map<String, Number>> numbers() {
        return new LinkedHashMap<>(numbers);
    }

    /**
     * The claim on one line.
     *
     * @return verdict, data set, part, sentence and key numbers
     */
    @Override
    public String toString() {
        return String.format("%-13s  %s, %s: %s %s", verdict, dataset, part, sentence(), keyNumbers);
    }

    /** Collects what was found. */
    static final class Builder {

        private final Results results;
        private final PaperClaim claim;
        private final String part;
        private final Map<String, Map<String, Number>> numbers = new LinkedHashMap<>();
        private String keyNumbers = "";
        private String details = "";

        private Builder(Results results, PaperClaim claim, String part) {
            this.results = results;
            this.claim = claim;
            this.part = part;
        }

        Builder keyNumbers(String text) {
            keyNumbers = text;
            return this;
        }

        Builder details(String text) {
            details = text;
            return this;
        }

        Builder numbers(String of, Map<String, Number> values) {
            numbers.put(of, values);
            return this;
        }

        CheckedClaim verdict(Verdict verdict) {
            return new CheckedClaim(this, verdict);
        }
    }
}
