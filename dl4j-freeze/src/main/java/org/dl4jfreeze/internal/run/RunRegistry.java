package org.dl4jfreeze.internal.run;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
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

    private transient Turns turns = new Turns();
    /** The training whose event came last, one of {@link #runs}; null before the first. */
    private transient TrainingRun latest;
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

    private void writeObject(ObjectOutputStream out) throws IOException {
        if (isToBeResumed()) {
            throw new NotSerializableException("A listener that FreezingCheckpoint has loaded, and that no network has"
                    + " resumed yet: Java serialisation would lose the saved training; let the network train one"
                    + " iteration before, or load the file where the listener is used");
        }
        out.defaultWriteObject();
    }

    private synchronized void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        runs = new ArrayList<>();
        turns = new Turns();
    }

    private synchronized boolean isToBeResumed() {
        return saved != null;
    }

    /** Returns the options of all trainings. */
    public ListenerOptions options() {
        return options;
    }

    /** Tells whether no network has been seen yet. */
    public synchronized boolean isEmpty() {
        return latest == null;
    }

    /** Runs an event of a network's training, to which the network is added if it is not known; questions wait. */
    public void train(Model model, TrainingListener listener, Consumer<TrainingRun> event) {
        turns.train(() -> event.accept(of(model, listener)));
    }

    /**
     * Answers a question about the network that was trained last.
     *
     * @throws IllegalStateException if no network has been seen yet
     */
    public <T> T ask(Function<TrainingAnswers, T> question) {
        return turns.ask(() -> latest().ask(question));
    }

    /**
     * Answers a question about a network.
     *
     * @throws IllegalStateException if the network has not been seen yet
     */
    public <T> T ask(Model model, Function<TrainingAnswers, T> question) {
        return turns.ask(() -> known(model).ask(question));
    }

    private synchronized TrainingRun latest() {
        if (latest == null) {
            throw new IllegalStateException(
                    "The listener has not seen a network yet; add it with addListeners and train"
                            + " at least one iteration");
        }
        return latest;
    }

    private synchronized TrainingRun known(Model model) {
        Objects.requireNonNull(model, "The network is null; pass one that the listener has seen in training");
        return find(model)
                .orElseThrow(() -> new IllegalStateException("The listener has not seen this network, but "
                        + (runs.isEmpty() ? "none" : runs.size() + " other") + " so far; add it to this network with"
                        + " addListeners and train at least one iteration"));
    }

    private Optional<TrainingRun> find(Model model) {
        return runs.stream().filter(run -> run.has(model)).findFirst();
    }

    /** Returns the training of a network; if it is not known, adds it, and listens also while its layers are pretrained. */
    private synchronized TrainingRun of(Model model, TrainingListener listener) {
        latest = find(model).orElseGet(() -> added(model, listener));
        return latest;
    }

    private TrainingRun added(Model model, TrainingListener listener) {
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
            TrainingRun run = TrainingRun.resume(model, options, saved, turns);
            saved = null;
            return run;
        }
        NetworkView network = NetworkView.of(model);
        for (TrainingRun run : runs) {
            if (run.isOriginalOf(network)) {
                return TrainingRun.resume(model, options, run.copy(), turns);
            }
        }
        return TrainingRun.start(model, options, turns);
    }

    /** Hands the mask to a layer that is pretrained on its own; it takes no samples. */
    public void freezePretrained(Model layer) {
        turns.train(() -> freezeInTurn(layer));
    }

    private synchronized void freezeInTurn(Model layer) {
        for (TrainingRun run : runs) {
            if (run.freezePretrained(layer)) {
                return;
            }
        }
    }

    /** Saves the training of a network: its snapshot, the one that is still to be resumed, or null if there is neither. */
    public void save(Model model, RunSnapshot.Writer writer) throws IOException {
        turns.<Void, IOException>ask(() -> {
            saveKnown(model, writer);
            return null;
        });
    }

    private void saveKnown(Model model, RunSnapshot.Writer writer) throws IOException {
        Optional<TrainingRun> known;
        synchronized (this) {
            known = find(model);
            if (known.isEmpty()) {
                if (saved != null) {
                    saved.checkFits(NetworkView.of(model));
                }
                writer.write(saved, NetworkAdapter.Ahead.NOTHING);
            }
        }
        if (known.isPresent()) {
            known.get().save(writer);
        }
    }

    /**
     * Thaws all networks that have been frozen.
     *
     * @throws IllegalStateException if none has been
     */
    public void thaw() {
        pausing(() -> {
            if (runs.stream().noneMatch(TrainingRun::isCarriedOut)) {
                throw new IllegalStateException(
                        "There is nothing to thaw, because nothing has been frozen yet; call thaw() after "
                                + options.plan() + " has been carried out");
            }
            runs.stream().filter(run -> run.ask(TrainingAnswers::isFrozen)).forEach(TrainingRun::thaw);
        });
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
    public void close() {
        pausing(() -> {
            runs.forEach(TrainingRun::close);
            if (saved != null) {
                saved.releaseFullCovariance();
            }
        });
    }

    private void pausing(Runnable change) {
        turns.ask(() -> {
            synchronized (this) {
                change.run();
            }
            return null;
        });
    }
}
