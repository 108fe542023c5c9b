package org.dl4jfreeze.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeanDeviationTest {

    @Test
    void deviationDividesByOneLessThanTheNumberOfValues() {
        MeanDeviation value = MeanDeviation.of(List.of(2.0, 4.0, 9.0));

        assertThat(value.mean()).isEqualTo(5);
        // (9 + 1 + 16) / 2 = 13; with n it would be the root of 8.67.
        assertThat(value.deviation()).isCloseTo(Math.sqrt(13), within(1e-12));
        assertThat(value).hasToString("5.000 ± 3.606");
    }

    @Test
    void aSingleValueHasNoDeviation() {
        MeanDeviation value = MeanDeviation.of(List.of(2.0));

        assertThat(value.mean()).isEqualTo(2);
        assertThat(value.deviation()).isNaN();
        assertThat(value).hasToString("2.000");
    }
}
