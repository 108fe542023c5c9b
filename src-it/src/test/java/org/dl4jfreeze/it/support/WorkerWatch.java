package org.dl4jfreeze.it.support;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezeMask;

/**
 * Stands behind the listener that freezes and looks at every worker's model at every event: nothing is frozen before t0
 * iterations; afterwards all have one mask, the frozen parameters have the same bits everywhere and for ever, and the FROZEN
 * chunk of the updater state holds exact zeros and ones.
 *
 * <p>What is wrong is collected and not thrown: an exception in one worker would leave the others waiting for it. Models are
 * held weakly, so that a test can see whether other code holds them.
 */
public final class WorkerWatch extends Observer {

    private static final int ENOUGH = 12;

    private final int t0;
    private final boolean onSpark;
    private final List<Worker> workers = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private FreezeMask mask;
    private long[] bits;

    /** One model, however many iterations it does. */
    private static final class Worker {

        private final WeakReference<Model> model;
        private final String thread = Thread.currentThread().getName();
        private int iterations;
        private boolean seenFrozen;

        Worker(Model model) {
            this.model = new WeakReference<>(model);
        }
    }

    /** A watch over a training that freezes after {@code t0} iterations of each worker. */
    public WorkerWatch(int t0) {
        this(t0, false);
    }

    private WorkerWatch(int t0, boolean onSpark) {
        this.t0 = t0;
        this.onSpark = onSpark;
    }

    /**
     * A watch over a training on Spark, where every split has new models, so that nothing is said about time, and where counts
     * travel in the first entries of the FROZEN chunk.
     */
    public static WorkerWatch onSpark() {
        return new WorkerWatch(Integer.MAX_VALUE, true);
    }

    @Override
    synchronized void forwardPassDone(Model model) {
        look(model, "onForwardPass");
    }

    @Override
    public synchronized void iterationDone(Model model, int iteration, int epoch) {
        workerOf(model).iterations++;
        look(model, "iterationDone");
        String unexpected = FrozenState.unexpectedInChunk(model, onSpark);
        if (unexpected != null) {
            violated(workerOf(model), "iterationDone", unexpected);
        }
    }

    /** Looks at the parameters of a model outside of training, as at those of the root model after fit. */
    public synchronized void checkParameters(Model model) {
        if (mask != null) {
            compareBits(workerOf(model), "outside of training", FrozenState.frozenBits(mask, model));
        }
    }

    private void look(Model model, String event) {
        Worker worker = workerOf(model);
        FreezeMask present = FreezableNetwork.of(model).mask();
        boolean due = workers.stream().anyMatch(each -> each.iterations >= t0) || mask != null || onSpark;
        if (!present.isAnyFrozen()) {
            if (worker.seenFrozen || worker.iterations >= t0 && event.equals("onForwardPass")) {
                violated(worker, event, "nothing is frozen");
            }
            return;
        }
        if (!due) {
            violated(worker, event, "frozen although no worker has done " + t0 + " iterations");
        }
        worker.seenFrozen = true;
        long[] found = FrozenState.frozenBits(present, model);
        if (mask == null) {
            mask = present;
            bits = found;
        } else if (present.hashCode() != mask.hashCode() || !present.equals(mask)) {
            violated(worker, event, "another mask than the first: " + present + ", expected " + mask);
        } else {
            compareBits(worker, event, found);
        }
    }

    private void compareBits(Worker worker, String event, long[] found) {
        int moved = FrozenState.firstDifference(bits, found);
        if (moved >= 0) {
            violated(
                    worker,
                    event,
                    "frozen parameter " + moved + " is " + Double.longBitsToDouble(found[moved]) + ", was "
                            + Double.longBitsToDouble(bits[moved]));
        }
    }

    /** What was wrong, the first few; empty if nothing was. */
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** The mask that the first frozen model had; null if none was seen. */
    public synchronized FreezeMask mask() {
        return mask;
    }

    /** Bits of the frozen parameters, 0 elsewhere; null if nothing was seen frozen. */
    public synchronized long[] frozenBits() {
        return bits == null ? null : bits.clone();
    }

    /** How many models were seen frozen. */
    public synchronized long modelsSeenFrozen() {
        return workers.stream().filter(worker -> worker.seenFrozen).count();
    }

    /** The iterations of each model, in the order in which the models were first seen. */
    public synchronized List<Integer> iterations() {
        return workers.stream().map(worker -> worker.iterations).collect(Collectors.toList());
    }

    /** References to all models but one, which hold nothing. */
    public synchronized List<WeakReference<Model>> modelsExcept(Model root) {
        return workers.stream()
                .map(worker -> worker.model)
                .filter(model -> model.get() != root)
                .collect(Collectors.toList());
    }

    private Worker workerOf(Model model) {
        for (Worker worker : workers) {
            // networks have value equality
            if (worker.model.get() == model) {
                return worker;
            }
        }
        Worker worker = new Worker(model);
        workers.add(worker);
        return worker;
    }

    private void violated(Worker worker, String event, String what) {
        if (violations.size() < ENOUGH) {
            violations.add(event + " after " + worker.iterations + " iterations of the model of " + worker.thread + ": "
                    + what);
        }
    }
}
