package org.dl4jfreeze.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.FreezingListener;
import org.dl4jfreeze.it.support.ParallelTraining;
import org.dl4jfreeze.it.support.SmallData;
import org.dl4jfreeze.it.support.SmallNetworks;
import org.dl4jfreeze.it.support.SmallNetworks.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Java serialisation of the listener, as Spark does it: of what it is told, at any time. */
class ListenerSerialisationIT {

    private static final FreezePlan PLAN = FreezePlan.atIteration(4).count(41);

    @ParameterizedTest
    @EnumSource(Kind.class)
    void serialisesBeforeDuringAndAfterTraining(Kind kind) {
        FreezingListener listener = new FreezingListener(PLAN);
        assertThat(copyOf(listener).plan()).isEqualTo(PLAN);
        List<FreezePlan> during = new ArrayList<>();
        Model model = kind.network(DataType.DOUBLE);
        SmallNetworks.setListeners(model, listener, new BaseTrainingListener() {
            @Override
            public void iterationDone(Model ignored, int iteration, int epoch) {
                FreezePlan copied = copyOf(listener).plan();
                synchronized (during) {
                    during.add(copied);
                }
            }
        });
        ParallelTraining.fit(ParallelTraining.AVERAGING_EVERY_ROUND.wrap(model, 2), SmallData.batches(0, 14));
        assertThat(during).hasSize(14).containsOnly(PLAN);
        assertThat(copyOf(listener).plan()).isEqualTo(PLAN);
    }

    private static FreezingListener copyOf(FreezingListener listener) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(listener);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                return (FreezingListener) in.readObject();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
