package org.dl4jfreeze.examples.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicksTest {

    @ParameterizedTest
    @CsvSource({"301, 50", "7, 1", "8, 2", "4041, 1000", "7960, 2000", "1, 1"})
    void ticksAreRoundAndFew(int length, int step) {
        assertThat(Ticks.step(length, 7)).isEqualTo(step);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "0.1, 0.1", "0.25, 0.25", "0.3333, 0.333", "100, 100"})
    void tickLabelsAreShort(double value, String label) {
        assertThat(Ticks.label(value)).isEqualTo(label);
    }

    @Test
    void indicesAreLabelledInTheMiddleOfTheirCells() {
        assertThat(Ticks.ofIndices(10, 14, 11))
                .containsExactly(entry(1.5 / 4, "11"), entry(2.5 / 4, "12"), entry(3.5 / 4, "13"));
        // 301 cells have room for every 50th label.
        assertThat(Ticks.ofIndices(0, 301, 0).values()).containsExactly("0", "50", "100", "150", "200", "250", "300");
    }

    @Test
    void varianceScaleSpansThePositiveOnesAndLabelsPowersOfTen() {
        VarianceScale scale = new VarianceScale(0, 1e-6f, 1e-4f, 1e-2f, Float.NaN, Float.POSITIVE_INFINITY);

        assertThat(scale.position(1e-4)).isCloseTo(0.5, within(1e-6));
        assertThat(scale.position(1e-9)).isZero();
        assertThat(scale.ticks().values()).contains("1e-5", "1e-4", "1e-3");
    }

    @Test
    void varianceScaleWithinADecadeLabelsItsEnds() {
        assertThat(new VarianceScale(2e-4f, 5e-4f).ticks().values()).containsExactly("2.0e-4", "5.0e-4");
    }
}
