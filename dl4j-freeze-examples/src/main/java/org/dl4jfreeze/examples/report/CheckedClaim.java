package org.dl4jfreeze.examples.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dl4jfreeze.examples.experiment.PaperClaim;

/**
 * A claim of the paper, what the runs say of it on one part of the data, and the numbers that support that.
 *
 * @param kind       the kind of claim in lower case; null where the paper claims nothing
 * @param sentence   what the paper says, in our words
 * @param part       {@code train}, {@code test}, {@code shared initialisation} or {@code different initialisation}
 * @param verdict    what the runs say; {@link Verdict#NO_CLAIM} where the paper claims nothing
 * @param keyNumbers the numbers that decide, or why none does, on one line
 * @param details    further numbers on one line, or nothing
 * @param numbers    what was measured, to name of a number, to the number; NaN where it is not defined
 */
public record CheckedClaim(
        String dataset,
        @JsonIgnore String title,
        String kind,
        String sentence,
        String part,
        Verdict verdict,
        @JsonProperty("evidence") String keyNumbers,
        String details,
        Map<String, Map<String, Number>> numbers) {

    /** Returns a checked claim of the paper or, where it claims nothing, only the numbers. */
    static CheckedClaim of(
            Results results,
            PaperClaim claim,
            String part,
            Verdict verdict,
            String keyNumbers,
            List<String> details,
            Map<String, Map<String, Number>> numbers) {
        boolean none = claim.kind() == PaperClaim.Kind.NONE;
        return new CheckedClaim(
                results.name(),
                results.title(),
                none ? null : claim.kind().name().toLowerCase(Locale.ROOT),
                claim.sentence(),
                part,
                none ? Verdict.NO_CLAIM : verdict,
                keyNumbers,
                String.join("; ", details),
                numbers);
    }

    static Map<String, Number> numbers(Object... namesAndNumbers) {
        Map<String, Number> numbers = new LinkedHashMap<>();
        for (int i = 0; i < namesAndNumbers.length; i += 2) {
            numbers.put((String) namesAndNumbers[i], (Number) namesAndNumbers[i + 1]);
        }
        return numbers;
    }

    /** Returns the claim on one line: verdict, data set, part, sentence and key numbers. */
    @Override
    public String toString() {
        return String.format("%-13s  %s, %s: %s %s", verdict, dataset, part, sentence, keyNumbers);
    }
}
