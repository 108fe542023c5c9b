package org.dl4jfreeze.examples.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dl4jfreeze.examples.experiment.PaperClaim;

/**
 * A claim of the paper, what the runs say of it on one part of the data, and the numbers that support that.
 *
 * @param sentence   what the paper says, in our words
 * @param part       {@code train}, {@code test}, {@code shared initialisation} or {@code different initialisation}
 * @param verdict    what the runs say; {@link Verdict#NO_CLAIM} where the paper claims nothing
 * @param keyNumbers the numbers that decide, or why none does, on one line
 * @param details    further numbers on one line, or nothing
 * @param numbers    what was measured, to name of a number, to the number; NaN where it is not defined
 */
@JsonPropertyOrder({"dataset", "kind", "sentence", "part", "verdict", "evidence", "details", "numbers"})
public record CheckedClaim(
        String dataset,
        @JsonIgnore String title,
        @JsonIgnore PaperClaim.Kind kind,
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
        return new CheckedClaim(
                results.name(),
                results.title(),
                claim.kind(),
                claim.sentence(),
                part,
                claim.kind() == PaperClaim.Kind.NONE ? Verdict.NO_CLAIM : verdict,
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

    /** Returns the kind in lower case for JSON; null where the paper claims nothing. */
    @JsonProperty("kind")
    String kindName() {
        return kind == PaperClaim.Kind.NONE ? null : kind.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the claim on one line: verdict, data set, part, sentence and key numbers. */
    @Override
    public String toString() {
        return String.format("%-13s  %s, %s: %s %s", verdict, dataset, part, sentence, keyNumbers);
    }
}
