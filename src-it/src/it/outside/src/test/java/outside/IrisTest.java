package outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URL;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezableNetwork;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.FreezingAdam;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;

/** The program works, and the library that it uses is the installed jar, in Java 11 bytecode. */
class IrisTest {

    @Test
    void theProgramFreezes() {
        MultiLayerNetwork net = Iris.trained();
        FreezeMask mask = FreezableNetwork.of(net).mask();
        assertEquals(Math.round(0.8 * net.numParams()), mask.frozenCount());
        float[] before = net.params().toFloatVector();
        net.fit(Iris.batch(100));
        float[] after = net.params().toFloatVector();
        boolean moved = false;
        for (int i = 0; i < after.length; i++) {
            if (mask.isFrozen(i)) {
                assertEquals(Float.floatToRawIntBits(before[i]), Float.floatToRawIntBits(after[i]));
            } else {
                moved |= before[i] != after[i];
            }
        }
        assertTrue(moved);
        assertNotEquals(0, net.evaluate(new SingletonDataSetIterator(Iris.batch(7))).accuracy());
    }

    @Test
    void theLibraryIsAJarInJava11Bytecode() throws IOException {
        URL resource = FreezingAdam.class.getResource("FreezingAdam.class");
        assertEquals("jar", resource.getProtocol());
        try (DataInputStream in = new DataInputStream(resource.openStream())) {
            in.readInt();
            in.readUnsignedShort();
            assertEquals(55, in.readUnsignedShort());
        }
    }
}
