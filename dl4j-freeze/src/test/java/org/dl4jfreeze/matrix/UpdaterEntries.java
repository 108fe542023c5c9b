package org.dl4jfreeze.matrix;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.dl4jfreeze.support.TestNetworks;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** Several updater blocks, other updaters alongside ours, schedules, and data types. */
final class UpdaterEntries {

    private static final Entry.Batches DENSE = Data.of(Data.gaussian(4), Data.oneHot(3));

    private UpdaterEntries() {}

    static List<Entry> all() {
        return Entry.list(
                Entry.of(
                        "bias updater",
                        (type, adams) -> TestNetworks.dense(
                                type, adams.of(type), base -> base.biasUpdater(adams.of(type, 0.001))),
                        DENSE),
                Entry.of(
                        "bias updater, graph",
                        (type, adams) -> TestNetworks.graph(
                                type, adams.of(type), true, base -> base.biasUpdater(adams.of(type, 0.001))),
                        GraphEntries.TWO_IN_TWO_OUT),
                Entry.of("SGD on the biases", alongside(new Sgd(0.01)), DENSE),
                Entry.of("Nesterovs on the biases", alongside(new Nesterovs(0.01)), DENSE),
                Entry.of("nothing on the biases", alongside(new NoOp()), DENSE),
                Entry.of(
                        "an updater per layer",
                        (type, adams) -> Nets.multiLayer(
                                TestNetworks.base(type, adams.of(type))
                                        .list(
                                                new DenseLayer.Builder()
                                                        .nOut(6)
                                                        .updater(adams.of(type, 0.003))
                                                        .build(),
                                                new DenseLayer.Builder()
                                                        .nOut(5)
                                                        .updater(new RmsProp(0.01))
                                                        .build(),
                                                new DenseLayer.Builder()
                                                        .nOut(5)
                                                        .biasUpdater(new Sgd(0.1))
                                                        .build(),
                                                Nets.classes()),
                                InputType.feedForward(4)),
                        DENSE),
                scheduled("step schedule", new StepSchedule(ScheduleType.ITERATION, 0.01, 0.5, 3)),
                scheduled("exponential schedule", new ExponentialSchedule(ScheduleType.ITERATION, 0.01, 0.9)),
                scheduled(
                        "map schedule",
                        new MapSchedule.Builder(ScheduleType.ITERATION)
                                .add(0, 0.01)
                                .add(5, 0.002)
                                .build()),
                Entry.of("HALF", UpdaterEntries::dense, DENSE).in(DataType.FLOAT16),
                Entry.of("HALF, graph", UpdaterEntries::graph, GraphEntries.TWO_IN_TWO_OUT)
                        .in(DataType.FLOAT16),
                Entry.of("DOUBLE", UpdaterEntries::dense, DENSE).in(DataType.DOUBLE),
                Entry.of("DOUBLE, graph", UpdaterEntries::graph, GraphEntries.TWO_IN_TWO_OUT)
                        .in(DataType.DOUBLE));
    }

    private static Model dense(DataType type, Adams adams) {
        return TestNetworks.dense(type, adams.of(type));
    }

    private static Model graph(DataType type, Adams adams) {
        return TestNetworks.graph(type, adams.of(type), true);
    }

    private static Entry.Networks alongside(IUpdater ofBiases) {
        return (type, adams) -> TestNetworks.dense(type, adams.of(type), base -> base.biasUpdater(ofBiases));
    }

    private static Entry scheduled(String name, ISchedule schedule) {
        return Entry.of(name, (type, adams) -> TestNetworks.dense(type, adams.of(schedule)), DENSE);
    }
}
