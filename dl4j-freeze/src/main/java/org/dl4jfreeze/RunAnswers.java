package org.dl4jfreeze;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.dl4jfreeze.covariance.full.FullCovariance;
import org.dl4jfreeze.network.FreezableNetwork;
import org.dl4jfreeze.order.FreezeMask;
import org.dl4jfreeze.order.OrderCriterion;
import org.dl4jfreeze.order.ParameterOrder;
import org.dl4jfreeze.order.ParameterRanges;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What can be asked of a {@link FreezingRun}, from any thread: it is brought up to date first, and waits meanwhile. */
final class RunAnswers {

    private final FreezingRun run;
    private final Runnable settle;
    private final ListenerOptions options;
    private final ReplicaSet replicas;
    private final PlanExecution execution;

    /**
     * Answers.
     *
     * @param settle brings the run up to date
     */
    RunAnswers(
            FreezingRun run, Runnable settle, ListenerOptions options, ReplicaSet replicas, PlanExecution execution) {
        this.run = run;
        this.settle = settle;
        this.options = options;
        this.replicas = replicas;
        this.execution = execution;
    }

    /** What another network needs to go on where this one is; shares nothing with it. */
    RunState copy() {
        synchronized (run) {
            settle.run();
            FreezableNetwork network = replicas.lead().network();
            return replicas.read(network, statistics -> {
                OrderStatistics.Snapshot snapshot = statistics.snapshot(true);
                if (snapshot.hasFull()) {
                    snapshot.putFull(statistics.full().copy());
                }
                return new RunState(network, execution, snapshot);
            });
        }
    }

    /**
     * Saves what there is of this training, while it waits: all but what is saved with the network's updater state.
     *
     * @param writer gets the state with the full covariance itself, good until it is done
     * @throws IOException of the writer
     */
    void save(RunState.Writer writer) throws IOException {
        synchronized (run) {
            settle.run();
            FreezableNetwork network = replicas.lead().network();
            boolean inState = !replicas.lead().isApart()
                    && network.parameters().dataType() == network.variance().dataType();
            try {
                replicas.read(network, statistics -> {
                    OrderStatistics.Snapshot snapshot = statistics.snapshot(!inState);
                    if (snapshot.hasFull()) {
                        snapshot.putFull(statistics.full().covariance());
                    }
                    write(writer, new RunState(network, execution, snapshot));
                    return null;
                });
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }

    private static void write(RunState.Writer writer, RunState state) {
        try {
            writer.write(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ParameterOrder orderBy(OrderCriterion criterion) {
        synchronized (run) {
            settle.run();
            FreezableNetwork network = replicas.lead().network();
            ParameterRanges participants = options.plan().participants(network.groups());
            return replicas.read(
                    network, statistics -> Orders.by(criterion, statistics, options.sampler(), network, participants));
        }
    }

    INDArray variance() {
        synchronized (run) {
            settle.run();
            return replicas.read(
                    replicas.lead().network(), statistics -> statistics.vector(Statistic.GRADIENT_VARIANCE));
        }
    }

    /** The full covariance: of a network alone the one that takes in samples, else one of all replicas' samples. */
    FullCovariance covariance() {
        synchronized (run) {
            settle.run();
            return replicas.read(replicas.lead().network(), statistics -> {
                        // put together while none samples
                        statistics.full().covariance();
                        return statistics.full();
                    })
                    .covariance();
        }
    }

    ParameterOrder order() {
        synchronized (run) {
            settle.run();
            if (!execution.hasOrder()) {
                throw new IllegalStateException("Nothing has been frozen yet, so there is no order; " + options.plan()
                        + " is carried out later, or never: ask again then, or use orderBy(criterion)");
            }
            return replicas.readLead(execution::order);
        }
    }

    FreezeMask mask() {
        synchronized (run) {
            settle.run();
            return replicas.lead().isGone() && execution.isFrozen()
                    ? execution.mask()
                    : replicas.lead().network().mask();
        }
    }

    long samplesTaken() {
        synchronized (run) {
            return replicas.samples(Statistic.GRADIENT_VARIANCE);
        }
    }
}
