package org.dl4jfreeze.examples.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.examples.data.TrainTest;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Compares masks that are chosen once with masks that are re-chosen at intervals. In each run all networks start from the same
 * initialisation and see the same mini-batches; each is trained from scratch with the listener and the plan that a user would
 * give it. The results do not depend on the number of threads.
 */
public final class ReorderingRuns {

    private final Experiment experiment;
    private final ReorderingSettings settings;
    private final TrainTest data;
    private final Progress progress;

    private ReorderingRuns(Experiment experiment, ReorderingSettings settings, TrainTest data, Progress progress) {
        this.experiment = experiment;
        this.settings = settings;
        this.data = data;
        this.progress = progress;
    }

    /** Counts the iterations of all runs, as a {@link Progress} does. */
    public static long totalIterations(ReorderingSettings settings) {
        return (long) settings.training().runs()
                * settings.treatments().size()
                * settings.training().iterations();
    }

    /**
     * Makes all runs of a classification experiment; returns their trials by run, in the order of
     * {@link ReorderingSettings#treatments()}.
     *
     * @throws IllegalStateException if a run fails; its cause says why
     */
    public static List<Trial> execute(
            Experiment experiment, ReorderingSettings settings, TrainTest data, int threads, Progress progress)
            throws InterruptedException {
        ReorderingRuns runs = new ReorderingRuns(experiment, settings, data, progress);
        int count = settings.training().runs();
        try (Workers workers = new Workers(Math.min(threads, count))) {
            List<Future<List<Trial>>> futures = new ArrayList<>();
            for (int run = 1; run <= count; run++) {
                int number = run;
                futures.add(workers.submit(() -> runs.run(number)));
            }
            return Workers.results(futures).stream().flatMap(List::stream).toList();
        }
    }

    private List<Trial> run(int number) {
        Settings training = settings.training();
        RunSeeds seeds = RunSeeds.of(training, number);
        List<Treatment> treatments = settings.treatments();
        List<MultiLayerNetwork> networks = new ArrayList<>();
        for (Treatment treatment : treatments) {
            networks.add(network(treatment, seeds));
        }
        Training.train(networks, Training.batches(training, data, seeds.batchOrder()), training.iterations(), progress);
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < networks.size(); i++) {
            trials.add(trial(number, treatments.get(i), networks.get(i)));
        }
        progress.runFinished(number);
        return trials;
    }

    private MultiLayerNetwork network(Treatment treatment, RunSeeds seeds) {
        Settings training = settings.training();
        MultiLayerNetwork network = experiment.network(training.learningRate(), seeds.initialisation());
        settings.plan(treatment, seeds.randomOrder()).ifPresent(plan -> network.addListeners(listener(plan)));
        return network;
    }

    private FreezingListener listener(FreezePlan plan) {
        return FreezingListener.builder(plan)
                .sampler(settings.training().sampler())
                .build();
    }

    private Trial trial(int number, Treatment treatment, MultiLayerNetwork network) {
        return new Trial(
                number,
                treatment,
                FreezableNetwork.of(network).mask(),
                Losses.of(network, data),
                accuracy(network, data.test()));
    }

    private static double accuracy(MultiLayerNetwork network, DataSet examples) {
        Evaluation evaluation = new Evaluation((int) examples.getLabels().size(1));
        evaluation.eval(examples.getLabels(), network.output(examples.getFeatures()));
        return evaluation.accuracy();
    }
}
