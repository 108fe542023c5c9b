package org.dl4jfreeze.examples.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dl4jfreeze.examples.experiment.Settings;

/** The file summary.json: settings, versions, statistics per order and fraction, t0, stability, claims. */
public final class SummaryJson {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .registerModule(new SimpleModule()
                    .addSerializer(double.class, new FiniteOrNull())
                    .addSerializer(Double.class, new FiniteOrNull()));

    private SummaryJson() {}

    /** JSON has no NaN and no infinity: what is not finite is null. */
    private static final class FiniteOrNull extends JsonSerializer<Double> {

        @Override
        public void serialize(Double value, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (Double.isFinite(value)) {
                json.writeNumber(value);
            } else {
                json.writeNull();
            }
        }
    }

    private record All(
            Map<String, Object> versions, List<String> rules, List<CheckedClaim> claims, List<DataSet> datasets) {}

    /** One data set; in the summary of several, claims and versions are those of all. */
    private record DataSet(
            String dataset,
            String title,
            String preset,
            String presetDescription,
            int parameters,
            String loss,
            int trainLossExamples,
            double elapsedSeconds,
            Setup settings,
            List<Group> orders,
            T0Condition t0Condition,
            Agreement stability,
            Agreement stabilityWithSharedInitialisation,
            @JsonInclude(JsonInclude.Include.NON_NULL) List<CheckedClaim> claims,
            @JsonInclude(JsonInclude.Include.NON_NULL) Map<String, Object> versions) {}

    private record Setup(@JsonUnwrapped Settings settings, int threads) {}

    private record Agreement(
            String of,
            String runsDifferIn,
            int runs,
            int pairsOfRuns,
            MeanDeviation spearman,
            Interval spearmanInterval,
            double spearmanByChance,
            MeanDeviation jaccardOfFrozenHalves,
            Interval jaccardInterval,
            double jaccardByChance) {}

    /** Writes the summary of one data set, or of several with the claims on all of them. */
    public static void write(Report report, Path file) throws IOException {
        List<Section> sections = report.sections();
        Object summary = sections.size() == 1
                ? dataSet(sections.get(0), report.claims(), versions())
                : new All(
                        versions(),
                        ClaimRules.inWords(),
                        report.claims(),
                        sections.stream()
                                .map(section -> dataSet(section, null, null))
                                .toList());
        MAPPER.writeValue(file.toFile(), summary);
    }

    private static DataSet dataSet(Section section, List<CheckedClaim> claims, Map<String, Object> versions) {
        Results results = section.results();
        return new DataSet(
                results.name(),
                results.title(),
                results.preset().name(),
                results.preset().description(),
                results.parameters(),
                results.experiment().lossName(),
                results.trainLossExamples(),
                Math.round(section.seconds() * 1000) / 1000.0,
                new Setup(results.settings(), section.threads()),
                results.settings().orders().stream()
                        .flatMap(order -> results.groups(order).stream())
                        .toList(),
                T0Condition.of(results).orElse(null),
                agreement(results.stability(), "initialisation and batch order (the data and their split are shared)"),
                agreement(
                        results.stabilityWithSharedInitialisation(),
                        "batch order (the initialisation, the data and their split are shared)"),
                claims,
                versions);
    }

    private static Map<String, Object> versions() {
        Map<String, Object> versions = new LinkedHashMap<>(Versions.all());
        versions.put("processors", Runtime.getRuntime().availableProcessors());
        return versions;
    }

    private static Agreement agreement(Stability stability, String differIn) {
        return new Agreement(
                "the order by gradient variance at t0, between runs",
                differIn,
                stability.runs(),
                stability.pairs(),
                stability.spearman(),
                stability.spearmanInterval(),
                Stability.SPEARMAN_BY_CHANCE,
                stability.jaccard(),
                stability.jaccardInterval(),
                Stability.JACCARD_BY_CHANCE);
    }
}
