package org.dl4jfreeze.examples.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dl4jfreeze.examples.experiment.PaperClaim;

/**
 * A claim of the paper, what the runs say of it on one part of the data, and the numbers that support that.
 *
 * @param dataset    {@link Results#name()}
 * @param title      {@link Results#title()}
 * @param kind       kind of statement, empty where the paper claims nothing
 * @param sentence   what the paper says, in our words
 * @param part       {@code train}, {@code test}, {@code shared initialisation} or {@code different initialisation}
 * @param verdict    what the runs say; {@link Verdict#NO_CLAIM} where the paper claims nothing
 * @param keyNumbers the numbers that decide, or why none does, on one line
 * @param details    further numbers on one line, or nothing
 * @param numbers    what was measured, to name of a number, to the number; NaN where it is not defined
 */
public record CheckedClaim(
        String dataset,
        String title,
        Optional<PaperClaim.Kind> kind,
        String sentence,
        String part,
        Verdict verdict,
        String keyNumbers,
        String details,
        Map<String, Map<String, Number>> numbers) {

    private static final String SILENT = "(the paper says nothing on this set)";

    /** Starts a claim on one part; an empty one where the paper claims nothing. */
    static Builder on(Results results, Optional<PaperClaim> claim, String part) {
        return new Builder(results, claim, part);
    }

    /** The claim on one line: verdict, data set, part, sentence and key numbers. */
    @Override
    public String toString() {
        return String.format("%-13s  %s, %s: %s %s", verdict, dataset, part, sentence, keyNumbers);
    }

    /** Collects what was found. */
    static final class Builder {

        private final Results results;
        private final Optional<PaperClaim> claim;
        private final String part;
        private final Map<String, Map<String, Number>> numbers = new LinkedHashMap<>();
        private String keyNumbers = "";
        private String details = "";

        private Builder(Results results, Optional<PaperClaim> claim, String part) {
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
            return new CheckedClaim(
                    results.name(),
                    results.title(),
                    claim.map(PaperClaim::kind),
                    claim.map(PaperClaim::sentence).orElse(SILENT),
                    part,
                    claim.isEmpty() ? Verdict.NO_CLAIM : verdict,
                    keyNumbers,
                    details,
                    new LinkedHashMap<>(numbers));
        }
    }
}
