package org.dl4jfreeze.examples.experiment;

import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.examples.data.TrainTest;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Compares masks that are chosen once with masks that are re-chosen at intervals. In each run all networks start from the same
 * initialisation and see the same mini-batches; each is trained from scratch with the listener and the plan that a user would
 * give it. The results do not depend on the number of threads.
 */
public record ReorderingRuns(Experiment experiment, ReorderingSettings settings, TrainTest data, Progress progress) {

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
    public List<Trial> execute(int threads) throws InterruptedException {
        int count = settings.training().runs();
        try (Workers workers = new Workers(Math.min(threads, count))) {
            List<Future<List<Trial>>> runs = IntStream.rangeClosed(1, count)
                    .mapToObj(number -> workers.submit(() -> run(number)))
                    .toList();
            return Workers.results(runs).stream().flatMap(List::stream).toList();
        }
    }

    private List<Trial> run(int number) {
        Settings training = settings.training();
        RunSeeds seeds = RunSeeds.of(training, number);
        List<Treatment> treatments = settings.treatments();
        List<MultiLayerNetwork> networks =
                treatments.stream().map(treatment -> network(treatment, seeds)).toList();
        Training.train(networks, Training.batches(training, data, seeds.batchOrder()), training.iterations(), progress);
        List<Trial> trials = IntStream.range(0, networks.size())
                .mapToObj(i -> trial(number, treatments.get(i), networks.get(i)))
                .toList();
        progress.runFinished(number);
        return trials;
    }

    private MultiLayerNetwork network(Treatment treatment, RunSeeds seeds) {
        Settings training = settings.training();
        MultiLayerNetwork network = experiment.network(training.learningRate(), seeds.initialisation());
        settings.plan(treatment, seeds.randomOrder())
                .map(plan -> FreezingListener.builder(plan).sampler(training.sampler()))
                .ifPresent(listener -> network.addListeners(listener.build()));
        return network;
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
