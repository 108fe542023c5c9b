package org.dl4jfreeze.examples.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.dl4jfreeze.examples.experiment.Settings;

/** The file summary.json: settings, versions, statistics per order and fraction, stability. */
public final class SummaryJson {

    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private SummaryJson() {}

    /**
     * Writes the summary.
     *
     * @param results        the runs
     * @param threads        how many runs were made at a time
     * @param elapsedSeconds wall time of the runs
     * @param file           the file to write
     * @throws IOException if it cannot be written
     */
    public static void write(Results results, int threads, double elapsedSeconds, Path file) throws IOException {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("dataset", results.experiment().name());
        root.put("title", results.experiment().title());
        root.put("parameters", results.parameters());
        root.put("loss", results.experiment().lossName());
        root.put("elapsed_seconds", Math.round(elapsedSeconds * 1000) / 1000.0);
        root.set("settings", settings(results.settings(), threads));
        root.set("versions", versions());
        root.set("orders", orders(results));
        root.set("stability", stability(results.stability()));
        MAPPER.writeValue(file.toFile(), root);
    }

    private static ObjectNode settings(Settings settings, int threads) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("runs", settings.runs());
        node.put("seed", settings.seed());
        node.put("t0", settings.freezeAt());
        node.put("iterations", settings.iterations());
        node.put("learning_rate", settings.learningRate());
        node.put("batch_size", settings.batchSize());
        node.put("examples", settings.examples());
        node.set("fractions", MAPPER.valueToTree(settings.fractions()));
        node.set("orders", MAPPER.valueToTree(settings.orders()));
        node.put("sampler", settings.samplerName());
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

    private static ObjectNode stability(Stability stability) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("of", "the order by gradient variance at t0, between runs");
        node.put("runs_differ_in", "initialisation and batch order (the data and their split are shared)");
        node.put("pairs_of_runs", stability.pairs());
        node.set("spearman", statistics(stability.spearman()));
        node.put("spearman_by_chance", Stability.SPEARMAN_BY_CHANCE);
        node.set("jaccard_of_frozen_halves", statistics(stability.jaccard()));
        node.put("jaccard_by_chance", Stability.JACCARD_BY_CHANCE);
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
