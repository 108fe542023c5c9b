package org.dl4jfreeze.internal.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.order.OrderFactory;
import org.dl4jfreeze.internal.order.ParameterRanges;
import org.dl4jfreeze.internal.plan.FreezeState;
import org.dl4jfreeze.internal.plan.PlanValidator;
import org.dl4jfreeze.internal.replicas.ReplicaSet;
import org.dl4jfreeze.internal.statistics.GradientStatistics;
import org.dl4jfreeze.internal.statistics.StatisticKind;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What can be asked of a {@link TrainingRun}, from any thread: it is brought up to date first, and waits meanwhile. */
public final class RunAnswers {

    private final TrainingRun run;
    private final Runnable settle;
    private final ListenerOptions options;
    private final ReplicaSet replicas;
    private final FreezeState execution;

    /**
     * Answers.
     *
     * @param settle brings the run up to date
     */
    RunAnswers(TrainingRun run, Runnable settle, ListenerOptions options, ReplicaSet replicas, FreezeState execution) {
        this.run = run;
        this.settle = settle;
        this.options = options;
        this.replicas = replicas;
        this.execution = execution;
    }

    /** What another network needs to go on where this one is; shares nothing with it. */
    public RunSnapshot copy() {
        synchronized (run) {
            settle.run();
            NetworkView network = replicas.lead().network();
            return replicas.read(network, statistics -> {
                GradientStatistics.Snapshot snapshot = statistics.snapshot(true);
                if (snapshot.hasFull()) {
                    snapshot.putFull(statistics.full().copy());
                }
                return new RunSnapshot(network, execution, snapshot);
            });
        }
    }

    /**
     * Saves what there is of this training, while it waits: all but what is saved with the network's updater state.
     *
     * @param writer gets the state with the full covariance itself, good until it is done
     * @throws IOException of the writer
     */
    public void save(RunSnapshot.Writer writer) throws IOException {
        synchronized (run) {
            settle.run();
            NetworkView network = replicas.lead().network();
            boolean inState = !replicas.lead().isApart()
                    && network.parameters().dataType() == network.variance().dataType();
            try {
                replicas.read(network, statistics -> {
                    GradientStatistics.Snapshot snapshot = statistics.snapshot(!inState);
                    if (snapshot.hasFull()) {
                        snapshot.putFull(statistics.full().covariance());
                    }
                    write(writer, new RunSnapshot(network, execution, snapshot));
                    return null;
                });
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }

    private static void write(RunSnapshot.Writer writer, RunSnapshot state) {
        try {
            writer.write(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ParameterOrder orderBy(OrderCriterion criterion) {
        synchronized (run) {
            settle.run();
            NetworkView network = replicas.lead().network();
            ParameterRanges participants = PlanValidator.participants(options.plan(), network.groups());
            return replicas.read(
                    network,
                    statistics -> OrderFactory.by(criterion, statistics, options.sampler(), network, participants));
        }
    }

    public INDArray variance() {
        synchronized (run) {
            settle.run();
            return replicas.read(
                    replicas.lead().network(), statistics -> statistics.vector(StatisticKind.GRADIENT_VARIANCE));
        }
    }

    /** The full covariance: of a network alone the one that takes in samples, else one of all replicas' samples. */
    public CovarianceAccumulator covariance() {
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

    public ParameterOrder order() {
        synchronized (run) {
            settle.run();
            if (!execution.hasOrder()) {
                throw new IllegalStateException("Nothing has been frozen yet, so there is no order; " + options.plan()
                        + " is carried out later, or never: ask again then, or use orderBy(criterion)");
            }
            return replicas.readLead(execution::order);
        }
    }

    public FreezeMask mask() {
        synchronized (run) {
            settle.run();
            return replicas.lead().isGone() && execution.isFrozen()
                    ? execution.mask()
                    : replicas.lead().network().mask();
        }
    }

    public long samplesTaken() {
        synchronized (run) {
            return replicas.samples(StatisticKind.GRADIENT_VARIANCE);
        }
    }
}
