package org.dl4jfreeze.internal.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.json.Excerpt;
import org.dl4jfreeze.internal.json.StrictJson;
import org.dl4jfreeze.internal.run.ListenerOptions;
import org.dl4jfreeze.internal.run.RunRegistry;
import org.dl4jfreeze.internal.run.RunSnapshot;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and writes checkpoint files: DL4J's model file, with {@code dl4jfreeze/checkpoint.json} and the arrays that it describes
 * in the same file. The format is documented in {@code docs/checkpoint-format.md}.
 */
public final class CheckpointFile {

    static final String FOLDER = "dl4jfreeze/";
    /** What versions before the format had a number wrote. */
    private static final String SERIALISED = "objects/dl4jfreeze";

    static final String JSON = FOLDER + "checkpoint.json";

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFile.class);

    private static final int MOST_JSON_BYTES = 16 << 20;
    private static final String GRAPH = ComputationGraph.class.getSimpleName();
    private static final String MULTI_LAYER = MultiLayerNetwork.class.getSimpleName();

    private CheckpointFile() {}

    /** What has been loaded. */
    public static final class Content {

        private final Model network;
        private final ListenerOptions options;
        private final RunSnapshot training;

        private Content(Model network, ListenerOptions options, RunSnapshot training) {
            this.network = network;
            this.options = options;
            this.training = training;
        }

        /** Returns the network; null if it was not to be loaded. */
        public Model network() {
            return network;
        }

        public ListenerOptions options() {
            return options;
        }

        /** Returns what the listener had observed; null if it had not seen the network. */
        public RunSnapshot training() {
            return training;
        }
    }

    /**
     * Saves a network and its listener's training.
     *
     * @throws IllegalArgumentException if the file is a directory, or cannot be written for a reason that is known before
     * @throws IOException              if it cannot be written
     */
    public static void save(Model network, RunRegistry registry, Path file) throws IOException {
        registry.save(network, (training, ahead) -> NetworkAdapter.of(network)
                .ahead(ahead, () -> SafeFile.write(file, out -> write(network, registry.options(), training, out))));
    }

    private static void write(Model network, ListenerOptions options, RunSnapshot training, OutputStream out)
            throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            EntryWriter entries = new EntryWriter(zip);
            NetworkEntries.write(network, entries);
            CheckpointData data = new CheckpointData();
            data.version = CheckpointData.VERSION;
            data.network = network instanceof ComputationGraph ? GRAPH : MULTI_LAYER;
            // by name, because the listener may be loaded without the network
            data.options = options.namedFor(NetworkView.of(network)).data();
            data.training = training == null ? null : training.save(entries);
            data.entries = entries.entries();
            zip.setLevel(Deflater.DEFAULT_COMPRESSION);
            zip.putNextEntry(new ZipEntry(JSON));
            zip.write(StrictJson.write(data).getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
    }

    /**
     * Loads a file.
     *
     * @param withNetwork whether to restore the network too
     * @throws IllegalArgumentException if it is no checkpoint, or a damaged one
     * @throws IllegalStateException    if there is too little memory
     * @throws UncheckedIOException     if it cannot be read
     */
    public static Content load(Path file, boolean withNetwork) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "There is no checkpoint " + file + "; name a file that FreezingCheckpoint.save has written");
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return read(file, new EntryReader(zip), withNetwork);
        } catch (ZipException e) {
            throw invalid(file, e.getMessage(), e);
        } catch (EOFException e) {
            throw invalid(file, "it ends early", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the checkpoint from " + file + ": " + e, e);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw refused(file, e);
        }
    }

    /** Reports why a file is not used: with its name, and as what it was, too little memory or else not a valid checkpoint. */
    public static RuntimeException refused(Path file, RuntimeException reason) {
        return reason instanceof IllegalStateException
                ? new IllegalStateException(
                        "Cannot load the checkpoint " + file + ": " + Excerpt.ofReason(reason.getMessage()), reason)
                : invalid(file, reason.getMessage(), reason);
    }

    private static IllegalArgumentException invalid(Path file, String reason, Exception cause) {
        return new IllegalArgumentException(
                file + " is not a valid checkpoint: " + Excerpt.ofReason(reason)
                        + "; load an earlier one, or save it again",
                cause);
    }

    private static Content read(Path file, EntryReader entries, boolean withNetwork) throws IOException {
        if (!entries.has(JSON) && entries.has(SERIALISED)) {
            throw new IllegalArgumentException("it has the entry " + SERIALISED
                    + ", a serialised Java object as snapshots before version 0.1.0 wrote"
                    + " it, which is not read because loading it would run code from the file; restore the"
                    + " network with ModelSerializer and give it a new listener");
        }
        if (!entries.has(JSON)) {
            throw new IllegalArgumentException(
                    "it has no " + JSON + ", so it was not written by FreezingCheckpoint.save"
                            + " of version 0.1.0 or later; restore a plain model file with ModelSerializer and give the network"
                            + " a new listener");
        }
        StrictJson json = new StrictJson(JSON, entries.unidentifiedText(JSON, MOST_JSON_BYTES), CheckpointData.class);
        JsonNode version = json.root().path("version");
        if (version.isIntegralNumber() && version.longValue() != CheckpointData.VERSION) {
            throw new IllegalArgumentException(
                    "it has version " + version + " of the format, but this version of" + " dl4j-freeze reads version "
                            + CheckpointData.VERSION + "; use the version that wrote it, or a later one");
        }
        CheckpointData data = json.read(CheckpointData.class);
        json.required("version", data.version);
        boolean graph = GRAPH.equals(json.required("network", data.network));
        json.check(graph || MULTI_LAYER.equals(data.network), "network", "expected " + GRAPH + " or " + MULTI_LAYER);
        entries.expect(json.required("entries", data.entries));
        ListenerOptions options = ListenerOptions.of(data.options, json, "options");
        Model network = withNetwork ? NetworkEntries.read(entries, graph) : null;
        NetworkView view = network == null ? null : view(network);
        if (withNetwork && entries.has(ModelSerializer.PREPROCESSOR_BIN)) {
            LOG.warn(
                    "{} contains {}, which is not loaded: it is a serialised Java object, and loading it would run code from the"
                            + " file; set the pre-processor on the data iterator, or load it with ModelSerializer if you"
                            + " trust the file",
                    file,
                    ModelSerializer.PREPROCESSOR_BIN);
        }
        RunSnapshot training = data.training == null
                ? null
                : RunSnapshot.restored(data.training, json, "training", entries, options, view);
        return new Content(network, options, training);
    }

    private static NetworkView view(Model network) {
        try {
            return NetworkView.of(network);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
