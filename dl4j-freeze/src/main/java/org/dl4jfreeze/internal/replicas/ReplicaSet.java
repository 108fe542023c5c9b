package org.dl4jfreeze.internal.replicas;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.memory.OffHeapMemory;
import org.dl4jfreeze.internal.plan.PlanSchedule;
import org.dl4jfreeze.internal.statistics.GradientStatistics;
import org.dl4jfreeze.internal.statistics.StatisticKind;
import org.dl4jfreeze.internal.statistics.StatisticsMerge;

/**
 * The networks of one training: one, or in data-parallel training one for each worker, of which one is the user's.
 *
 * <p>In each fit a ParallelWrapper makes new networks for all workers but one, and closes them at the end; what they have
 * collected is kept. Guarded by the monitor of the training run.
 */
public final class ReplicaSet {

    private static final int USUAL_WORKERS = 4;

    private final GradientSampler sampler;
    private final List<Replica> replicas = new ArrayList<>();
    private final RetiredStatistics retired = new RetiredStatistics();
    private boolean parallel;
    /** Number of the iteration that the replicas are in together. */
    private long round;

    private boolean fitEnded;
    private int peak = USUAL_WORKERS;

    public ReplicaSet(GradientSampler sampler) {
        this.sampler = sampler;
    }

    /** Tells whether DL4J trains several replicas of the network. */
    public boolean isParallel() {
        return parallel;
    }

    /** Starts data-parallel training: replicas collect apart from their updater states, which DL4J averages. */
    void beginParallel(PlanSchedule progress) {
        parallel = true;
        fitEnded = false;
        round = progress.iterations() + 1;
        replicas.forEach(Replica::separateStatistics);
    }

    /**
     * Notices that a replica begins an iteration. None begins its next one before all have completed the one before: if this one
     * has already been in the present round, the round is over for all, and counts.
     */
    public void begin(Replica replica, PlanSchedule progress) {
        if (replica.isBegun()) {
            return;
        }
        if (!parallel) {
            replica.begin(progress.iterations() + 1);
            return;
        }
        if (replica.iteration() == round) {
            endRound(progress);
            round = progress.iterations() + 1;
        }
        replica.begin(round);
    }

    /** Counts the iteration that the replicas have completed together, once. */
    void endRound(PlanSchedule progress) {
        if (progress.iterations() < round && replicas.stream().anyMatch(replica -> replica.iteration() == round)) {
            progress.iterationDone(replicas.stream()
                    .filter(replica -> replica.iteration() == round)
                    .mapToDouble(Replica::loss)
                    .average()
                    .orElse(Double.NaN));
        }
    }

    /** Tells whether a fit of a ParallelWrapper is over: it trains each fit in new threads, and closes all networks but one. */
    boolean isFitOver() {
        List<Replica> open = open().collect(Collectors.toList());
        return open.isEmpty()
                || open.size() == 1 && (replicas.size() > 1 || open.get(0).hasLostItsThread());
    }

    private Stream<Replica> open() {
        return replicas.stream().filter(replica -> !replica.isGone());
    }

    /** Counts the last iteration of a fit and an epoch, which DL4J does not report; once. */
    void endFit(PlanSchedule progress) {
        if (!fitEnded) {
            fitEnded = true;
            endRound(progress);
            progress.epochDone();
        }
    }

    /** Starts a new fit, called by whichever replica arrives first. */
    void beginFit(PlanSchedule progress) {
        endFit(progress);
        retireClosed(lead().network());
        fitEnded = false;
        round = progress.iterations() + 1;
    }

    /** Tells whether a network that is still open already has this number among the workers. */
    boolean hasOther(int worker) {
        return parallel && open().anyMatch(replica -> replica.worker() == worker);
    }

    /** Ends data-parallel training: one network continues alone, with what all have collected. */
    void endParallel(Replica remaining) {
        GradientStatistics whole = merged(remaining.network());
        List<GradientStatistics> before = statistics();
        if (whole.full().isKept()) {
            whole.full().covariance();
        }
        remaining.continueWith(whole);
        RetiredStatistics.closeAllBut(whole, before);
        replicas.clear();
        retired.clear();
        replicas.add(remaining);
        parallel = false;
    }

    /** Adds a network. */
    public void add(Replica replica) {
        replicas.add(replica);
        peak = Math.max(peak, replicas.size());
        replicas.sort(Comparator.comparingInt(Replica::worker));
        if (parallel) {
            replica.separateStatistics();
        }
        if (retired.isAtLimit()) {
            // the limit was reached by replicas that are gone: without this each fit would sample again
            replica.statistics().full().stopSampling();
        }
    }

    /** Removes the networks that DL4J has closed, and keeps what they have collected. */
    private void retireClosed(NetworkView network) {
        List<GradientStatistics> closed = new ArrayList<>();
        for (Replica replica : List.copyOf(replicas)) {
            if (replica.isGone() && parallel) {
                closed.add(replica.statistics());
                replicas.remove(replica);
            }
        }
        retired.add(network, sampler, closed);
    }

    /** Frees the memory of the full covariances, while no replica samples. */
    public void closeCovariances() {
        whileNoneSamples(replicas.iterator(), () -> {
            statistics().forEach(part -> part.full().close());
            return null;
        });
    }

    /**
     * Returns how many bytes the full covariances of the open networks will take in addition to what they have.
     *
     * @param each bytes that each of them will need
     */
    public long bytesNotYetAllocated(long each) {
        return whileNoneSamples(replicas.iterator(), () -> open().mapToLong(replica ->
                        Math.max(0, each - replica.statistics().full().bytesAllocated()))
                .reduce(0, OffHeapMemory::sum));
    }

    /**
     * Drops the references to full covariances once all networks are gone: nobody can query them through the listener any more,
     * and a caller who holds one may continue to use it.
     */
    public void forgetIfDropped() {
        if (replicas.stream().allMatch(Replica::isDropped)) {
            statistics().forEach(part -> part.full().forget());
        }
    }

    public Replica of(Model model) {
        return replicas.stream()
                .filter(replica -> replica.isOf(model))
                .findFirst()
                .orElse(null);
    }

    /** Returns the peak number of concurrent replicas; at least a usual number, because not all need have joined yet. */
    int peakReplicas() {
        return peak;
    }

    /** Returns the first network that is still open; the first of all if none is. */
    public Replica lead() {
        return open().findFirst().orElse(replicas.get(0));
    }

    public boolean isGone() {
        return replicas.stream().allMatch(Replica::isGone);
    }

    /** Remembers what is frozen in each network now, for the case that DL4J drops its updater. */
    void rememberMasks() {
        open().forEach(Replica::rememberMask);
    }

    public List<NetworkView> networks() {
        return open().map(Replica::network).collect(Collectors.toList());
    }

    /** Returns the number of samples of all replicas. */
    public long samples(StatisticKind statistic) {
        return statistics().stream().mapToLong(part -> part.samples(statistic)).sum();
    }

    /** Reads what all replicas have collected, while none of them samples; of a network alone, its own statistics. */
    public <T> T read(NetworkView network, Function<GradientStatistics, T> reader) {
        return whileNoneSamples(replicas.iterator(), () -> {
            GradientStatistics whole = merged(network);
            T answer = reader.apply(whole);
            boolean temporary = !statistics().contains(whole);
            if (temporary && whole.full() != answer) {
                whole.full().close();
            }
            return answer;
        });
    }

    /** Reads what the first network has collected, whether or not it is still open. */
    public <T> T readLead(Function<GradientStatistics, T> reader) {
        Replica lead = lead();
        synchronized (lead) {
            return reader.apply(lead.statistics());
        }
    }

    private static <T> T whileNoneSamples(Iterator<Replica> remaining, Supplier<T> reader) {
        if (!remaining.hasNext()) {
            return reader.get();
        }
        synchronized (remaining.next()) {
            return whileNoneSamples(remaining, reader);
        }
    }

    private GradientStatistics merged(NetworkView network) {
        List<GradientStatistics> parts = statistics();
        return parts.size() == 1 ? parts.get(0) : StatisticsMerge.of(network, sampler, parts);
    }

    private List<GradientStatistics> statistics() {
        List<GradientStatistics> all = new ArrayList<>(retired.asList());
        replicas.forEach(replica -> all.add(replica.statistics()));
        return all;
    }
}
