package org.dl4jfreeze;

import java.io.File;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dl4jfreeze.internal.checkpoint.CheckpointFolder;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.replicas.WorkerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves checkpoints while a network trains: every n iterations or epochs, keeping the last k. Training resumes bit for bit from any
 * of the files.
 *
 * <pre>{@code
 * FreezingListener freezing = new FreezingListener(plan);
 * net.addListeners(
 *         freezing,
 *         FreezingCheckpointListener.builder(freezing, folder)
 *                 .everyIterations(1000)
 *                 .keepLast(3)
 *                 .build());
 * }</pre>
 *
 * <p>Files are called {@code checkpoint-<iterations>.zip}, by the network's number of iterations. {@link #latest} finds the last one,
 * and {@link FreezingCheckpoint#load} loads it. Each file is replaced and deleted as a whole, see {@link FreezingCheckpoint#save}, and
 * an older one is deleted only after the new one is complete. The order of the listeners does not matter.
 *
 * <p>A checkpoint that cannot be written, for example because the disk is full, does not end the training: it is logged as an
 * error, the older files stay, and the next one is tried when it is due.
 *
 * <p>With truncated back-propagation through time an iteration is a segment of a sequence: a file that is saved within a sequence
 * resumes with the next sequence. Under a ParallelWrapper nothing is saved, because its workers' networks differ until they are averaged;
 * a warning says so: save between two calls of {@code fit} instead. Serves one network.
 */
public final class FreezingCheckpointListener extends BaseTrainingListener {

    private static final Logger LOG = LoggerFactory.getLogger(FreezingCheckpointListener.class);

    private final FreezingListener freezing;
    private final CheckpointFolder folder;
    private final int iterations;
    private final int epochs;
    private final int kept;

    private Model network;
    private boolean warned;

    private FreezingCheckpointListener(Builder builder) {
        this.freezing = builder.freezing;
        this.folder = new CheckpointFolder(builder.folder.toPath());
        this.iterations = builder.iterations;
        this.epochs = builder.epochs;
        this.kept = builder.kept;
    }

    /**
     * Starts building a listener.
     *
     * @param freezing the listener that freezes the network
     * @param folder   where to save; created if it does not exist
     * @return a builder; set {@link Builder#everyIterations} or {@link Builder#everyEpochs}, or both
     */
    public static Builder builder(FreezingListener freezing, File folder) {
        return new Builder(freezing, folder);
    }

    /**
     * Finds the checkpoint with the most iterations.
     *
     * @param folder where checkpoints were saved
     * @return the file; empty if the folder does not exist or has none
     */
    public static Optional<File> latest(File folder) {
        return new CheckpointFolder(folder.toPath()).latest();
    }

    @Override
    public void onEpochStart(Model model) {
        isOurs(model);
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        boolean due = iterations > 0 && (iteration + 1) % iterations == 0;
        // the first time also where nothing is due, so that a wrong folder is noticed at once
        if ((due || network == null) && isOurs(model) && due) {
            save(iteration + 1);
        }
    }

    @Override
    public void onEpochEnd(Model model) {
        if (epochs > 0 && isOurs(model)) {
            NetworkView view = NetworkView.of(model);
            if ((view.epochCount() + 1) % epochs == 0) {
                save(view.iterationCount());
            }
        }
    }

    /** Tells whether to save a model; at the first call checks that the folder is of its training. */
    private boolean isOurs(Model model) {
        if (!NetworkView.isNetwork(model)) {
            return false;
        }
        if (WorkerContext.isWrapperThread()) {
            if (!warned) {
                LOG.warn(
                        "No checkpoints are saved under a ParallelWrapper, because its workers' networks differ until they are"
                                + " averaged; save with FreezingCheckpoint.save between two calls of fit");
                warned = true;
            }
            return false;
        }
        if (network == null) {
            folder.checkContinuedFrom(NetworkView.of(model).iterationCount());
            network = model;
        } else if (network != model) {
            throw new IllegalStateException(
                    "A FreezingCheckpointListener serves one network, and this is another one; add"
                            + " one listener with a folder of its own to each network");
        }
        return true;
    }

    private void save(int done) {
        try {
            FreezingCheckpoint.save(network, freezing, folder.file(done));
            folder.keepLast(kept);
        } catch (UncheckedIOException | IllegalArgumentException e) {
            LOG.error(
                    "After {} iterations: {}. Training continues, and the next checkpoint is tried when it is due",
                    done,
                    e.getMessage(),
                    e);
        }
    }

    /** Builds a listener. */
    public static final class Builder {

        private final FreezingListener freezing;
        private final File folder;
        private int iterations;
        private int epochs;
        private int kept = Integer.MAX_VALUE;

        private Builder(FreezingListener freezing, File folder) {
            this.freezing = Objects.requireNonNull(freezing, "freezing");
            this.folder = Objects.requireNonNull(folder, "folder");
        }

        /**
         * Saves whenever the network's number of iterations is a multiple.
         *
         * @param n of which number
         * @return this
         * @throws IllegalArgumentException if {@code n} is less than 1
         */
        public Builder everyIterations(int n) {
            this.iterations = atLeast1("number of iterations", n);
            return this;
        }

        /**
         * Saves at the end of an epoch whenever the network's number of epochs is a multiple.
         *
         * @param n of which number
         * @return this
         * @throws IllegalArgumentException if {@code n} is less than 1
         */
        public Builder everyEpochs(int n) {
            this.epochs = atLeast1("number of epochs", n);
            return this;
        }

        /**
         * Deletes older checkpoints in the folder once a new one is complete.
         *
         * @param k how many files to keep; all by default
         * @return this
         * @throws IllegalArgumentException if {@code k} is less than 1
         */
        public Builder keepLast(int k) {
            this.kept = atLeast1("number of files to keep", k);
            return this;
        }

        private static int atLeast1(String what, int value) {
            if (value < 1) {
                throw new IllegalArgumentException("Invalid " + what + ", must be at least 1, received " + value);
            }
            return value;
        }

        /**
         * Builds the listener, and creates the folder.
         *
         * @return a new listener
         * @throws IllegalStateException    if neither {@link #everyIterations} nor {@link #everyEpochs} was called
         * @throws IllegalArgumentException if the folder is a file, cannot be created, or cannot be written to
         */
        public FreezingCheckpointListener build() {
            if (iterations == 0 && epochs == 0) {
                throw new IllegalStateException(
                        "Nothing says when to save; call everyIterations(n) or everyEpochs(n) before build()");
            }
            CheckpointFolder.create(folder.toPath());
            return new FreezingCheckpointListener(this);
        }
    }
}
