package org.dl4jfreeze.examples.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dl4jfreeze.examples.experiment.Settings;

/** The file summary.json: settings, versions, statistics per order and fraction, t0, stability, claims. */
public final class SummaryJson {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private SummaryJson() {}

    /**
     * Writes the summary of one data set.
     *
     * @param results        the runs
     * @param threads        how many runs were made at a time
     * @param elapsedSeconds wall time of the runs
     * @param file           the file to write
     * @throws IOException if it cannot be written
     */
    public static void write(Results results, int threads, double elapsedSeconds, Path file) throws IOException {
        ObjectNode root = summary(results, threads, elapsedSeconds);
        root.set("versions", versions());
        MAPPER.writeValue(file.toFile(), root);
    }

    /**
     * Writes the summary of several data sets, with the claims of all.
     *
     * @param sections one per data set and preset
     * @param file     the file to write
     * @throws IOException if it cannot be written
     */
    public static void writeAll(List<Section> sections, Path file) throws IOException {
        ObjectNode root = MAPPER.createObjectNode();
        root.set("versions", versions());
        root.set("rules", MAPPER.valueToTree(ClaimRules.inWords()));
        ArrayNode claims = root.putArray("claims");
        ArrayNode datasets = root.putArray("datasets");
        for (Section section : sections) {
            ObjectNode dataset = summary(section.results(), section.threads(), section.seconds());
            claims.addAll((ArrayNode) dataset.remove("claims"));
            datasets.add(dataset);
        }
        MAPPER.writeValue(file.toFile(), root);
    }

    private static ObjectNode summary(Results results, int threads, double elapsedSeconds) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("dataset", results.name());
        root.put("title", results.title());
        root.put("preset", results.preset().name());
        root.put("preset_description", results.preset().description());
        root.put("parameters", results.parameters());
        root.put("loss", results.experiment().lossName());
        root.put("train_loss_examples", results.trainLossExamples());
        root.put("elapsed_seconds", Math.round(elapsedSeconds * 1000) / 1000.0);
        root.set("settings", settings(results.settings(), threads));
        root.set("orders", orders(results));
        root.set("t0_condition", T0Condition.of(results).map(SummaryJson::t0).orElse(null));
        root.set(
                "stability",
                stability(results.stability(), "initialisation and batch order (the data and their split are shared)"));
        root.set(
                "stability_with_shared_initialisation",
                stability(
                        results.stabilityWithSharedInitialisation(),
                        "batch order (the initialisation, the data and their split are shared)"));
        root.set("claims", claims(results.claims()));
        return root;
    }

    private static ObjectNode settings(Settings settings, int threads) {
        ObjectNode node = MAPPER.valueToTree(settings.values());
        node.put("threads", threads);
        return node;
    }

    private static ObjectNode versions() {
        ObjectNode node = MAPPER.createObjectNode();
        Versions.all().forEach(node::put);
        node.put("processors", Runtime.getRuntime().availableProcessors());
        return node;
    }

    private static ArrayNode orders(Results results) {
        ArrayNode array = MAPPER.createArrayNode();
        for (String order : results.settings().orders()) {
            for (Group group : results.groups(order)) {
                ObjectNode node = array.addObject();
                node.put("order", order);
                node.put("fraction", group.fraction());
                node.put("frozen", group.frozen());
                node.set("train_loss", statistics(group.trainLoss()));
                node.set("test_loss", statistics(group.testLoss()));
            }
        }
        return array;
    }

    private static ObjectNode t0(T0Condition condition) {
        ObjectNode node = MAPPER.createObjectNode();
        node.set("train_loss_at_t0", statistics(condition.atT0()));
        node.set("train_loss_at_end", statistics(condition.atEnd()));
        put(node, "relative_change", condition.relativeChange());
        return node;
    }

    private static ObjectNode stability(Stability stability, String differIn) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("of", "the order by gradient variance at t0, between runs");
        node.put("runs_differ_in", differIn);
        node.put("runs", stability.runs());
        node.put("pairs_of_runs", stability.pairs());
        node.set("spearman", statistics(stability.spearman()));
        node.set("spearman_interval", numbers(stability.spearmanInterval().numbers()));
        node.put("spearman_by_chance", Stability.SPEARMAN_BY_CHANCE);
        node.set("jaccard_of_frozen_halves", statistics(stability.jaccard()));
        node.set("jaccard_interval", numbers(stability.jaccardInterval().numbers()));
        node.put("jaccard_by_chance", Stability.JACCARD_BY_CHANCE);
        return node;
    }

    private static ArrayNode claims(List<CheckedClaim> claims) {
        ArrayNode array = MAPPER.createArrayNode();
        for (CheckedClaim claim : claims) {
            ObjectNode node = array.addObject();
            node.put("dataset", claim.dataset());
            node.put(
                    "kind",
                    claim.kind()
                            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                            .orElse(null));
            node.put("sentence", claim.sentence());
            node.put("part", claim.part());
            node.put("verdict", claim.verdict().toString());
            node.put("evidence", claim.keyNumbers());
            node.put("details", claim.details());
            ObjectNode measures = node.putObject("numbers");
            claim.numbers().forEach((of, values) -> measures.set(of, numbers(values)));
        }
        return array;
    }

    private static ObjectNode numbers(Map<String, Number> values) {
        ObjectNode node = MAPPER.createObjectNode();
        values.forEach((name, value) -> {
            if (value instanceof Integer) {
                node.put(name, value.intValue());
            } else {
                put(node, name, value.doubleValue());
            }
        });
        return node;
    }

    private static ObjectNode statistics(MeanDeviation value) {
        ObjectNode node = MAPPER.createObjectNode();
        put(node, "mean", value.mean());
        put(node, "standard_deviation", value.deviation());
        return node;
    }

    /** JSON has no NaN and no infinity: what is not a number is null. */
    private static void put(ObjectNode node, String name, double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            node.putNull(name);
        } else {
            node.put(name, value);
        }
    }
}
