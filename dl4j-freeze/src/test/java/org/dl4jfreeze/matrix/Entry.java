package org.dl4jfreeze.matrix;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.dl4jfreeze.support.Training;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.MultiDataSet;

/** One configuration of the matrix: how to build its network, what to train it on, and what is expected of it. */
final class Entry {

    static final int EXAMPLES = 4;

    /** Builds the network, always from the same seed. */
    interface Networks {
        Model create(DataType type, Adams adams);
    }

    /** The mini-batch of an iteration, of {@link #EXAMPLES} examples. */
    interface Batches {
        MultiDataSet of(DataType type, int iteration);
    }

    /** What is done with a mini-batch. */
    interface Step {
        void train(Model model, MultiDataSet batch);
    }

    private final String name;
    private final Networks networks;
    private final Batches batches;
    private Networks withoutNoise;
    private DataType type = DataType.FLOAT;
    private DataType pairsType = DataType.DOUBLE;
    private String refusal;
    private double moved = 0.8;
    private Step step = Training::fit;

    private Entry(String name, Networks networks, Batches batches) {
        this.name = name;
        this.networks = networks;
        this.batches = batches;
        this.withoutNoise = networks;
    }

    static Entry of(String name, Networks networks, Batches batches) {
        return new Entry(name, networks, batches);
    }

    /** The same network without dropout and weight noise, whose gradient is what single examples' must sum up to. */
    Entry withoutNoise(Networks quiet) {
        this.withoutNoise = quiet;
        return this;
    }

    Entry in(DataType dataType) {
        this.type = dataType;
        return this;
    }

    /** DL4J's own loss fails in DOUBLE where that is not the default type. */
    Entry pairsIn(DataType dataType) {
        this.pairsType = dataType;
        return this;
    }

    /** Single examples' gradients must be refused, with a message that contains this. */
    Entry refused(String message) {
        this.refusal = message;
        return this;
    }

    /** Fewer active parameters than usual can move, and why. */
    Entry moving(double share, String why) {
        if (why.isBlank()) {
            throw new IllegalArgumentException("Say why");
        }
        this.moved = share;
        return this;
    }

    /** Trains in another way than by {@code fit}, after t0. */
    Entry afterwards(Step other) {
        this.step = other;
        return this;
    }

    String name() {
        return name;
    }

    DataType type() {
        return type;
    }

    DataType pairsType() {
        return pairsType;
    }

    Model network(DataType dataType, Adams adams) {
        return networks.create(dataType, adams);
    }

    Model networkWithoutNoise(DataType dataType, Adams adams) {
        return withoutNoise.create(dataType, adams);
    }

    MultiDataSet batch(DataType dataType, int iteration) {
        return batches.of(dataType, iteration);
    }

    boolean isRefused() {
        return refusal != null;
    }

    String refusal() {
        return refusal;
    }

    double moved() {
        return moved;
    }

    Step step() {
        return step;
    }

    static List<Entry> list(Entry... entries) {
        return List.of(entries);
    }

    @Override
    public String toString() {
        return name;
    }
}
