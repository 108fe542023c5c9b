package org.dl4jfreeze.internal.replicas;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.GradientSampler;
import org.dl4jfreeze.internal.dl4j.NetworkView;
import org.dl4jfreeze.internal.memory.OffHeapMemory;
import org.dl4jfreeze.internal.plan.PlanSchedule;
import org.dl4jfreeze.internal.run.TrainingRun;
import org.dl4jfreeze.internal.statistics.GradientStatistics;
import org.dl4jfreeze.internal.statistics.StatisticKind;

/**
 * The networks of one training: one, or in data-parallel training one per worker, of which one is the user's own.
 *
 * <p>A ParallelWrapper makes new networks for all workers but one whenever it is asked to fit, and closes them at the end; what
 * they have collected is kept. Guarded by the {@link TrainingRun}.
 */
public final class ReplicaSet {

    private static final int USUAL_WORKERS = 4;

    private final GradientSampler sampler;
    private final List<Replica> replicas = new ArrayList<>();
    private GradientStatistics retired;
    private boolean parallel;
    /** Number of the iteration that the replicas are in together. */
    private long round;

    private boolean fitEnded;
    private int most = USUAL_WORKERS;

    public ReplicaSet(GradientSampler sampler) {
        this.sampler = sampler;
    }

    /** Whether DL4J trains several replicas of the network. */
    public boolean isParallel() {
        return parallel;
    }

    /** From here on the replicas collect apart from the updater states, which DL4J averages. */
    public void beginParallel(PlanSchedule progress) {
        parallel = true;
        fitEnded = false;
        round = progress.iterations() + 1;
        replicas.forEach(Replica::collectApart);
    }

    /**
     * A replica begins an iteration. None begins its next one before all that take part have done the one before: so if it has
     * been in the present one already, that is over for all, and counts.
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

    /** Counts the iteration that the replicas have done together, once. */
    void endRound(PlanSchedule progress) {
        if (progress.iterations() < round && replicas.stream().anyMatch(replica -> replica.iteration() == round)) {
            progress.iterationDone(replicas.stream()
                    .filter(replica -> replica.iteration() == round)
                    .mapToDouble(Replica::loss)
                    .average()
                    .orElse(Double.NaN));
        }
    }

    /**
     * Whether a ParallelWrapper has come to the end of what it was asked to fit: it trains in new threads each time, and closes
     * all networks but one.
     */
    public boolean isFitOver() {
        List<Replica> open =
                replicas.stream().filter(replica -> !replica.isGone()).collect(Collectors.toList());
        return open.isEmpty()
                || open.size() == 1 && (replicas.size() > 1 || open.get(0).hasLostItsThread());
    }

    /** Counts the last iteration of a fit and, since DL4J reports none, an epoch; once. */
    public void endFit(PlanSchedule progress) {
        if (!fitEnded) {
            fitEnded = true;
            endRound(progress);
            progress.epochDone();
        }
    }

    /** The next fit begins: the iteration before is over, whoever is the first to come. */
    public void beginFit(PlanSchedule progress) {
        endFit(progress);
        retireClosed(lead().network());
        fitEnded = false;
        round = progress.iterations() + 1;
    }

    /** Whether a network of another training has that number among the workers. */
    public boolean hasOther(int worker) {
        return parallel && replicas.stream().anyMatch(replica -> !replica.isGone() && replica.worker() == worker);
    }

    /** Ends data-parallel training: one network goes on alone, with what all have collected. */
    public void endParallel(Replica remaining) {
        GradientStatistics whole = merged(remaining.network());
        List<GradientStatistics> before = statistics();
        if (whole.full().isKept()) {
            whole.full().covariance();
        }
        remaining.goOnWith(whole);
        closeAllBut(whole, before);
        replicas.clear();
        retired = null;
        replicas.add(remaining);
        parallel = false;
    }

    /** Adds a network. */
    public void add(Replica replica) {
        replicas.add(replica);
        most = Math.max(most, replicas.size());
        replicas.sort(Comparator.comparingInt(Replica::worker));
        if (parallel) {
            replica.collectApart();
        }
        if (retired != null && retired.full().isSated()) {
            // whose networks are gone have taken in what was asked for: a new one for every fit would go on for ever
            replica.statistics().full().takeNoMore();
        }
    }

    /** Networks that DL4J has closed take no part any more; what they have collected stays. */
    private void retireClosed(NetworkView network) {
        List<GradientStatistics> parts = new ArrayList<>();
        for (Replica replica : List.copyOf(replicas)) {
            if (replica.isGone() && parallel) {
                parts.add(replica.statistics());
                replicas.remove(replica);
            }
        }
        if (!parts.isEmpty()) {
            if (retired != null) {
                parts.add(retired);
            }
            retired = GradientStatistics.merged(network, sampler, parts);
            if (retired.full().isKept()) {
                retired.full().covariance();
            }
            closeAllBut(retired, parts);
        }
    }

    /** What has been put into another one is not needed any more. */
    private static void closeAllBut(GradientStatistics whole, List<GradientStatistics> parts) {
        parts.stream().filter(part -> part != whole).forEach(part -> part.full().close());
    }

    /** Frees the memory of the full covariance, while none takes a sample. */
    public void closeCovariances() {
        whileNoneSamples(replicas.iterator(), () -> {
            statistics().forEach(part -> part.full().close());
            return null;
        });
    }

    /**
     * How much memory the networks' full covariances will take beyond what they have.
     *
     * @param each how much each of them will need
     */
    public long bytesToCome(long each) {
        return whileNoneSamples(replicas.iterator(), () -> {
            long bytes = 0;
            for (Replica replica : replicas) {
                if (!replica.isGone()) {
                    long more = Math.max(0, each - replica.statistics().full().bytesThere());
                    bytes = OffHeapMemory.sum(bytes, more);
                }
            }
            return bytes;
        });
    }

    /**
     * Keeps no full covariance alive that can't be asked for any more; whoever holds it may go on asking it. What a worker's network
     * has collected counts as long as there is another one.
     */
    public void forgetIfDropped() {
        if (replicas.stream().allMatch(Replica::isDropped)) {
            statistics().forEach(part -> part.full().forget());
        }
    }

    public Replica of(Model model) {
        for (Replica replica : replicas) {
            if (replica.isOf(model)) {
                return replica;
            }
        }
        return null;
    }

    /** The most that there have been at a time, and at least so many as there are by all odds: not all need have come yet. */
    public int mostAtATime() {
        return most;
    }

    /** The first network that there still is; the first that there was if there is none. */
    public Replica lead() {
        return replicas.stream()
                .filter(replica -> !replica.isGone())
                .findFirst()
                .orElse(replicas.get(0));
    }

    public boolean isGone() {
        return replicas.stream().allMatch(Replica::isGone);
    }

    /** What is frozen in each network now is to be frozen again should DL4J drop its updater. */
    public void rememberMasks() {
        replicas.stream().filter(replica -> !replica.isGone()).forEach(Replica::rememberMask);
    }

    public List<NetworkView> networks() {
        List<NetworkView> networks = new ArrayList<>();
        replicas.stream().filter(replica -> !replica.isGone()).forEach(replica -> networks.add(replica.network()));
        return networks;
    }

    /** The samples of all. */
    public long samples(StatisticKind statistic) {
        return statistics().stream().mapToLong(part -> part.samples(statistic)).sum();
    }

    /** Looks at what all have collected, of a network alone at its own, while none of them takes a sample. */
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

    /** Looks at what the network alone has collected, whether or not there still is one. */
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
        return parts.size() == 1 ? parts.get(0) : GradientStatistics.merged(network, sampler, parts);
    }

    private List<GradientStatistics> statistics() {
        List<GradientStatistics> all = new ArrayList<>();
        if (retired != null) {
            all.add(retired);
        }
        replicas.forEach(replica -> all.add(replica.statistics()));
        return all;
    }
}
