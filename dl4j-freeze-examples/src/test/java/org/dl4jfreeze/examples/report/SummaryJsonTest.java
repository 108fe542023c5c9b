package org.dl4jfreeze.examples.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.dl4jfreeze.examples.SampleResults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with files of an earlier version: names, order and values of all fields except the versions and the rules. */
class SummaryJsonTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Pattern DECIMAL = Pattern.compile("(?<=: )-?\\d+\\.[\\dE-]+");

    @TempDir
    private Path folder;

    @Test
    void theSummaryOfOneDataSetIsAsStored() throws IOException {
        Path file = folder.resolve("summary.json");
        Section section = new Section(sample(), List.of(), 1.5, 2, List.of());
        SummaryJson.write(new Report(List.of(), List.of(section)), file);

        assertAsStored("summary.json", file);
    }

    @Test
    void theSummaryOfSeveralDataSetsIsAsStored() throws IOException {
        Path file = folder.resolve("summary.json");
        Section section = new Section(sample(), List.of(), 1.5, 2, List.of());
        Section noCondition = new Section(SampleResults.twoRuns(), List.of(), 2.25, 2, List.of());
        SummaryJson.write(new Report(List.of(), List.of(section, noCondition)), file);

        assertAsStored("summary-all.json", file);
    }

    /** Losses with numbers that JSON does not have, and with significant differences. */
    private static Results sample() {
        return SampleResults.of(
                List.of(new float[] {1, 2, 3, 4}, new float[] {1, 3, 2, 4}, new float[] {2, 1, 3, 4}),
                List.of(new float[] {1, 2, 3, 4}, new float[] {1, 2, 4, 3}),
                List.of(0.0, 0.5, 1.0),
                List.of("variance", "random"),
                (run, order, fraction) ->
                        run == 2 && fraction == 1 ? Double.POSITIVE_INFINITY : run + fraction * order.length());
    }

    private void assertAsStored(String name, Path file) throws IOException {
        try (InputStream stored = SummaryJsonTest.class.getResourceAsStream(name)) {
            // As text, because nodes are equal whatever the order of their fields.
            assertThat(comparable(MAPPER.readTree(file.toFile())))
                    .isEqualTo(comparable(MAPPER.readTree(stored)))
                    .contains("\"t0_condition\" : {", "\"standard_deviation\" : null");
        }
    }

    private static String comparable(JsonNode summary) {
        assertThat(summary.path("versions").path("java").asText()).isNotEmpty();
        ObjectNode root = (ObjectNode) summary;
        root.properties().stream()
                .filter(field -> List.of("versions", "rules").contains(field.getKey()))
                .forEach(field -> field.setValue(MAPPER.createArrayNode()));
        // Statistics libraries differ in the last digits, a table of Student's t in the tenth.
        return DECIMAL.matcher(root.toPrettyString())
                .replaceAll(number -> String.format(Locale.ROOT, "%.8e", Double.parseDouble(number.group())));
    }
}
