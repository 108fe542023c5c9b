package org.dl4jfreeze.examples.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
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
import java.util.Locale;
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

    private record All(Map<String, Object> versions, List<String> rules, List<Claim> claims, List<DataSet> datasets) {}

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
            Map<String, Object> settings,
            List<Order> orders,
            Condition t0Condition,
            Agreement stability,
            Agreement stabilityWithSharedInitialisation,
            @JsonInclude(JsonInclude.Include.NON_NULL) List<Claim> claims,
            @JsonInclude(JsonInclude.Include.NON_NULL) Map<String, Object> versions) {}

    private record Order(String order, double fraction, int frozen, MeanDeviation trainLoss, MeanDeviation testLoss) {}

    private record Condition(MeanDeviation trainLossAtT0, MeanDeviation trainLossAtEnd, double relativeChange) {}

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

    private record Claim(
            String dataset,
            String kind,
            String sentence,
            String part,
            String verdict,
            @JsonProperty("evidence") String keyNumbers,
            String details,
            Map<String, Map<String, Number>> numbers) {}

    /** Writes the summary of one data set. */
    public static void write(Results results, int threads, double elapsedSeconds, Path file) throws IOException {
        DataSet one = dataSet(results, threads, elapsedSeconds, claims(results.claims()), versions());
        MAPPER.writeValue(file.toFile(), one);
    }

    /** Writes the summary of several data sets, with the claims on all of them. */
    public static void writeAll(List<Section> sections, Path file) throws IOException {
        List<Claim> claims = sections.stream()
                .flatMap(section -> claims(section.results().claims()).stream())
                .toList();
        List<DataSet> datasets = sections.stream()
                .map(section -> dataSet(section.results(), section.threads(), section.seconds(), null, null))
                .toList();
        MAPPER.writeValue(file.toFile(), new All(versions(), ClaimRules.inWords(), claims, datasets));
    }

    private static DataSet dataSet(
            Results results, int threads, double seconds, List<Claim> claims, Map<String, Object> versions) {
        return new DataSet(
                results.name(),
                results.title(),
                results.preset().name(),
                results.preset().description(),
                results.parameters(),
                results.experiment().lossName(),
                results.trainLossExamples(),
                Math.round(seconds * 1000) / 1000.0,
                settings(results.settings(), threads),
                results.settings().orders().stream()
                        .flatMap(order -> results.groups(order).stream())
                        .map(SummaryJson::order)
                        .toList(),
                T0Condition.of(results).map(SummaryJson::condition).orElse(null),
                agreement(results.stability(), "initialisation and batch order (the data and their split are shared)"),
                agreement(
                        results.stabilityWithSharedInitialisation(),
                        "batch order (the initialisation, the data and their split are shared)"),
                claims,
                versions);
    }

    private static Map<String, Object> settings(Settings settings, int threads) {
        Map<String, Object> values = new LinkedHashMap<>(settings.values());
        values.put("threads", threads);
        return values;
    }

    private static Map<String, Object> versions() {
        Map<String, Object> versions = new LinkedHashMap<>(Versions.all());
        versions.put("processors", Runtime.getRuntime().availableProcessors());
        return versions;
    }

    private static Order order(Group group) {
        return new Order(group.order(), group.fraction(), group.frozen(), group.trainLoss(), group.testLoss());
    }

    private static Condition condition(T0Condition condition) {
        return new Condition(condition.atT0(), condition.atEnd(), condition.relativeChange());
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

    private static List<Claim> claims(List<CheckedClaim> claims) {
        return claims.stream()
                .map(claim -> new Claim(
                        claim.dataset(),
                        claim.kind()
                                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                .orElse(null),
                        claim.sentence(),
                        claim.part(),
                        claim.verdict().toString(),
                        claim.keyNumbers(),
                        claim.details(),
                        claim.numbers()))
                .toList();
    }
}
