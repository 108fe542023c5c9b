package org.dl4jfreeze.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.dl4jfreeze.support.TestNetworks;

/** Penalties, constraints and clipping, each on a MultiLayerNetwork and on a graph with batch normalisation. */
final class RegularisedEntries {

    private RegularisedEntries() {}

    static List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        add(all, "plain", base -> {});
        add(all, "L1", base -> base.l1(0.01).l1Bias(0.02));
        add(all, "L2", base -> base.l2(0.01).l2Bias(0.02));
        add(all, "L1 and L2", base -> base.l1(0.01).l2(0.01));
        add(all, "weight decay", base -> base.weightDecay(0.01));
        add(all, "weight decay of biases", base -> base.weightDecay(0.01).weightDecayBias(0.02));
        add(all, "weight decay without learning rate", base -> base.weightDecay(0.01, false));
        add(all, "max norm", base -> base.constrainWeights(new MaxNormConstraint(0.5, 1)));
        add(all, "min max norm", base -> base.constrainWeights(new MinMaxNormConstraint(0.3, 0.6, 1)));
        add(all, "slow min max norm", base -> base.constrainWeights(new MinMaxNormConstraint(0.3, 0.6, 0.5, 1)));
        add(all, "unit norm", base -> base.constrainWeights(new UnitNormConstraint(1)));
        add(all, "non-negative", base -> base.constrainWeights(new NonNegativeConstraint()))
                .forEach(entry -> entry.moving(0.5, "a weight at 0 stays there while its update is positive"));
        add(all, "non-negative biases", base -> base.constrainBias(new NonNegativeConstraint()))
                .forEach(entry -> entry.moving(0.5, "a bias at 0 stays there while its update is positive"));
        all.add(everything("everything non-negative", new NonNegativeConstraint())
                .moving(0.4, "a parameter at 0 stays there while its update is positive"));
        all.add(everything("max norm of everything", new MaxNormConstraint(0.5, 0)));
        for (GradientNormalization normalization : GradientNormalization.values()) {
            add(all, normalization.name(), base -> base.gradientNormalization(normalization)
                    .gradientNormalizationThreshold(0.1));
        }
        add(all, "decay, constraint and clipping", base -> base.weightDecay(0.01)
                .constrainWeights(new MaxNormConstraint(0.5, 1))
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(0.1));
        add(all, "no division by batch size", base -> base.miniBatch(false));
        return all;
    }

    /** By layer: for a whole network {@code constrainAllParameters} does nothing in DL4J 1.0.0-M2.1. */
    private static Entry everything(String name, LayerConstraint constraint) {
        return Entry.of(
                name,
                Nets.of(InputType.feedForward(4), () -> new Layer[] {
                    new DenseLayer.Builder()
                            .nOut(6)
                            .constrainAllParameters(constraint)
                            .build(),
                    new DenseLayer.Builder()
                            .nOut(5)
                            .constrainAllParameters(constraint)
                            .build(),
                    Nets.classes()
                }),
                Data.of(Data.gaussian(4), Data.oneHot(3)));
    }

    private static List<Entry> add(List<Entry> all, String name, Consumer<NeuralNetConfiguration.Builder> options) {
        Entry multiLayer = Entry.of(
                name,
                (type, adams) -> TestNetworks.dense(type, adams.of(type), options),
                Data.of(Data.gaussian(4), Data.oneHot(3)));
        Entry graph = Entry.of(
                name + ", graph",
                (type, adams) -> TestNetworks.graph(type, adams.of(type), true, options),
                GraphEntries.TWO_IN_TWO_OUT);
        all.add(multiLayer);
        all.add(graph);
        return List.of(multiLayer, graph);
    }
}
