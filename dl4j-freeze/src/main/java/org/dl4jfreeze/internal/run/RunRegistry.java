package org.dl4jfreeze.internal.run;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.internal.dl4j.NetworkAdapter;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.replicas.WorkerContext;

/**
 * Finds the training that a network belongs to, among those that one {@link FreezingListener} follows: a known one, the one of
 * which the network is a further replica, a copy of the one it was cloned from, one that is resumed, or a new one.
 *
 * <p>Java serialisation carries the options, not the trainings. Thread-safe.
 */
public final class RunRegistry implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ListenerOptions options;
    private transient List<TrainingRun> runs = new ArrayList<>();
    /** What the next network resumes; null if there is nothing to resume. */
    private transient RunSnapshot saved;

    /**
     * Creates a registry without trainings.
     *
     * @param saved what the first network resumes; null for nothing
     */
    public RunRegistry(ListenerOptions options, RunSnapshot saved) {
        this.options = options;
        this.saved = saved;
    }

    private synchronized void writeObject(ObjectOutputStream out) throws IOException {
        if (saved != null) {
            throw new NotSerializableException("A listener that FreezingCheckpoint has loaded, and that no network has"
                    + " resumed yet: Java serialisation would lose the saved training; let the network train one"
                    + " iteration before, or load the file where the listener is used");
        }
        out.defaultWriteObject();
    }

    private synchronized void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        runs = new ArrayList<>();
    }

    /** Returns the options of all trainings. */
    public ListenerOptions options() {
        return options;
    }

    /** Tells whether no network has been seen yet. */
    public synchronized boolean isEmpty() {
        return runs.isEmpty();
    }

    /**
     * Returns the training of the first network.
     *
     * @throws IllegalStateException if no network has been seen yet
     */
    public synchronized TrainingRun first() {
        if (runs.isEmpty()) {
            throw new IllegalStateException(
                    "The listener has not seen a network yet; add it with addListeners and train"
                            + " at least one iteration");
        }
        return runs.get(0);
    }

    /**
     * Returns the training of a network, which is added if it is not known.
     *
     * @param listener also listens while layers of the network are pretrained
     */
    public synchronized TrainingRun of(Model model, TrainingListener listener) {
        for (TrainingRun run : runs) {
            if (run.of(model) != null) {
                return run;
            }
        }
        runs.removeIf(TrainingRun::isGone);
        TrainingRun joined = WorkerContext.isWrapperThread() ? joinedBy(NetworkView.of(model)) : null;
        if (joined != null) {
            joined.join(model);
            return joined;
        }
        TrainingRun run = newRun(model);
        NetworkView.of(model).listenToPretraining(listener);
        runs.add(run);
        return run;
    }

    /**
     * Finds the training of which a network of a ParallelWrapper is a further replica, which DL4J does not tell. Replicas begin
     * with the parameters of the wrapped network, unless that has taken its first step before it was copied.
     *
     * @return null if the network is the first of its training
     * @throws IllegalStateException if several trainings are possible
     */
    private TrainingRun joinedBy(NetworkView network) {
        List<TrainingRun> possible = filtered(runs, run -> run.canBeJoinedBy(network));
        List<TrainingRun> alike = filtered(possible, run -> run.beginsLike(network));
        List<TrainingRun> likely = alike.isEmpty()
                ? filtered(possible, TrainingRun::isInWrapper)
                : alike.size() > 1 ? filtered(alike, TrainingRun::isInWrapper) : alike;
        if (likely.size() > 1) {
            throw new IllegalStateException("One listener has seen " + likely.size() + " networks of which a worker's"
                    + " network could be a replica; give each network that is trained by a ParallelWrapper a separate"
                    + " listener");
        }
        return likely.isEmpty() ? null : likely.get(0);
    }

    private static List<TrainingRun> filtered(List<TrainingRun> runs, Predicate<TrainingRun> condition) {
        return runs.stream().filter(condition).collect(Collectors.toList());
    }

    private TrainingRun newRun(Model model) {
        if (saved != null) {
            TrainingRun run = TrainingRun.resume(model, options, saved);
            saved = null;
            return run;
        }
        NetworkView network = NetworkView.of(model);
        for (TrainingRun run : runs) {
            if (run.isOriginalOf(network)) {
                return TrainingRun.resume(model, options, run.copy());
            }
        }
        return TrainingRun.start(model, options);
    }

    /** Hands the mask to a layer that is pretrained on its own; it takes no samples. */
    public synchronized void freezePretrained(Model layer) {
        for (TrainingRun run : runs) {
            if (run.freezePretrained(layer)) {
                return;
            }
        }
    }

    /** Saves the training of a network: its snapshot, the one that is still to be resumed, or null if there is neither. */
    public void save(Model model, RunSnapshot.Writer writer) throws IOException {
        TrainingRun known;
        synchronized (this) {
            known = runs.stream().filter(run -> run.has(model)).findFirst().orElse(null);
            if (known == null) {
                if (saved != null) {
                    saved.checkFits(NetworkView.of(model));
                }
                writer.write(saved, NetworkAdapter.Ahead.NOTHING);
            }
        }
        if (known != null) {
            known.save(writer);
        }
    }

    /**
     * Thaws all networks that have been frozen.
     *
     * @throws IllegalStateException if none has been
     */
    public synchronized void thaw() {
        if (runs.stream().noneMatch(TrainingRun::isCarriedOut)) {
            throw new IllegalStateException(
                    "There is nothing to thaw, because nothing has been frozen yet; call thaw() after " + options.plan()
                            + " has been carried out");
        }
        runs.stream().filter(TrainingRun::isFrozen).forEach(TrainingRun::thaw);
    }

    /** Describes the options and the trainings. */
    @Override
    public synchronized String toString() {
        return options.plan() + "; " + options.sampler()
                + (runs.isEmpty()
                        ? "; no network seen yet"
                        : runs.stream().map(run -> "; " + run).collect(Collectors.joining()));
    }

    /** Frees the memory of all full covariances. */
    public synchronized void close() {
        runs.forEach(TrainingRun::close);
        if (saved != null) {
            saved.releaseFullCovariance();
        }
    }
}
