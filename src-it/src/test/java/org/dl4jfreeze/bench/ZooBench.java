package org.dl4jfreeze.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.it.support.FreezingLog;
import org.dl4jfreeze.it.support.Networks;
import org.dl4jfreeze.it.zoo.ZooNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** An iteration of every trainable model of the zoo: under stock Adam, while sampling, and with 80 % frozen. */
class ZooBench {

    private static final int ROUNDS = 7;
    private static final double LEARNING_RATE = 1e-3;
    private static final FreezePlan PLAN = FreezePlan.atIteration(3).fraction(0.8);

    @Test
    void everyModelInTurns() {
        List<String> table = new ArrayList<>();
        table.add(
                "| model | input | sampled by | parameters | blocks | stock Adam | sampling | 80 % frozen | frozen of W / b / norm |"
                        + " by depth |");
        table.add("|---|---|---|---|---|---|---|---|---|---|");
        for (ZooNetwork zoo : ZooNetwork.values()) {
            table.add(row(zoo));
            System.out.println(table.get(table.size() - 1));
        }
        System.out.printf(
                Locale.ROOT,
                "%nSeconds per iteration, median of %d rounds in turns, OMP_NUM_THREADS=%s%n%n%s%n",
                ROUNDS,
                System.getenv("OMP_NUM_THREADS"),
                String.join(System.lineSeparator(), table));
    }

    private static String row(ZooNetwork zoo) {
        Model stock = zoo.build(new Adam(LEARNING_RATE));
        Model sampling = freezing(zoo, FreezePlan.never());
        Model frozen = freezing(zoo, PLAN);
        try (FreezingLog log = new FreezingLog()) {
            for (int t = 0; t < 3; t++) {
                Networks.fit(frozen, zoo.batch(t));
            }
            List<Double> milliseconds = new Contest(zoo.toString(), ROUNDS)
                    .with("stock Adam", 1, new Iterations(zoo, stock))
                    .with("sampling", 1, new Iterations(zoo, sampling))
                    .with("80 % frozen", 1, new Iterations(zoo, frozen))
                    .medians();
            assertThat(log.warnings()).isEmpty();
            FrozenShares shares = FrozenShares.of(frozen);
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %,d | %s | %.3f | %.3f | %.3f | %s | %s |",
                    zoo,
                    zoo.input(),
                    zoo.sampler(),
                    stock.numParams(),
                    blocks(frozen),
                    milliseconds.get(0) / 1000,
                    milliseconds.get(1) / 1000,
                    milliseconds.get(2) / 1000,
                    shares.byKind(),
                    shares.byDepth());
        } finally {
            Networks.close(stock);
            Networks.close(sampling);
            Networks.close(frozen);
        }
    }

    private static Model freezing(ZooNetwork zoo, FreezePlan plan) {
        Model network = zoo.build(new FreezingAdam(LEARNING_RATE));
        Networks.addListener(
                network, FreezingListener.builder(plan).sampler(zoo.sampler()).build());
        return network;
    }

    /** Updater blocks of FreezingAdam, and with a plus those of others. */
    private static String blocks(Model network) {
        int ours = 0;
        int others = 0;
        for (UpdaterBlock block : Networks.updater(network).getUpdaterBlocks()) {
            IUpdater updater = block.getGradientUpdater().getConfig();
            ours += updater instanceof FreezingAdam ? 1 : 0;
            others += updater instanceof FreezingAdam ? 0 : 1;
        }
        return ours + (others == 0 ? "" : " + " + others);
    }

    /** One iteration each time it is run, on a mini-batch that is made beforehand. */
    private static final class Iterations implements Runnable {

        private final Model network;
        private final MultiDataSet batch;

        Iterations(ZooNetwork zoo, Model network) {
            this.network = network;
            this.batch = zoo.batch(3);
        }

        @Override
        public void run() {
            Networks.fit(network, batch);
        }
    }
}
