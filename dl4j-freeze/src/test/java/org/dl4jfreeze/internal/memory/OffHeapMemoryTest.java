package org.dl4jfreeze.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class OffHeapMemoryTest {

    @Test
    void exactlyAsMuchAsThereIsIsEnough() {
        assertThatCode(() -> OffHeapMemory.require(1000, 1000, "To do", "try less"))
                .doesNotThrowAnyException();
        assertThatCode(() -> OffHeapMemory.require(0, 0, "To do", "try less")).doesNotThrowAnyException();
    }

    @Test
    void oneByteMoreIsRefusedWithBothNumbersThePurposeAndTheWayOut() {
        assertThatThrownBy(() -> OffHeapMemory.require(1001, 1000, "Sampling 7 parameters", "collect fewer orders"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Sampling 7 parameters needs 1001 bytes of off-heap memory, 1000 available;"
                        + " collect fewer orders");
    }

    @Test
    void moreThanTheMachineHasIsRefused() {
        assertThat(OffHeapMemory.available()).isBetween(1L, Pointer.totalPhysicalBytes());
        long more = Pointer.totalPhysicalBytes() + 1;
        assertThatThrownBy(() -> OffHeapMemory.require(more, "To do", "try less"))
                .hasMessageContaining("needs " + more + " bytes of off-heap memory");
    }
}
