package org.dl4jfreeze.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeanDeviationTest {

    @Test
    void deviationDividesByOneLessThanTheNumberOfValues() {
        MeanDeviation value = MeanDeviation.of(2, 4, 9);

        assertThat(value.mean()).isEqualTo(5);
        // (9 + 1 + 16) / 2 = 13; with n it would be the root of 8.67.
        assertThat(value.deviation()).isCloseTo(Math.sqrt(13), within(1e-12));
        assertThat(value).hasToString("5.000 ± 3.606");
    }

    @Test
    void aSingleValueHasNoDeviation() {
        MeanDeviation value = MeanDeviation.of(2);

        assertThat(value.mean()).isEqualTo(2);
        assertThat(value.deviation()).isNaN();
        assertThat(value).hasToString("2.000");
    }

    /** Two values about a mean have a deviation of the root of 2 times their distance from it. */
    @ParameterizedTest
    @CsvSource({
        "12.26, 1.16, 12.26 ± 1.16",
        "0.0897, 0.00012, 0.08970 ± 0.00012",
        "52.98, 5.17, 52.98 ± 5.17",
        "0.2597, 0.0052, 0.2597 ± 0.0052",
        "9.99996, 0.5, 10.00 ± 0.50",
        "-3.5, 0.25, -3.500 ± 0.250",
        "123456, 1200, 123456 ± 1200",
        "999999.9, 2000, 1.000e+06 ± 2e+03",
        "1.234e7, 2.1e5, 1.234e+07 ± 2.1e+05",
        "1.234e7, 2.1e9, 1.234e+07 ± 2.100e+09",
        "5e-5, 2e-6, 5.000e-05 ± 2.00e-06",
        "1e-4, 2e-6, 0.0001000 ± 0.0000020",
        "0, 0, 0.000 ± 0.000",
        "2e7, 0, 2.000e+07 ± 0"
    })
    void fourDigitsOfTheMeanSayHowManyPlacesThereAre(double mean, double deviation, String text) {
        double distance = deviation / Math.sqrt(2);

        assertThat(MeanDeviation.of(mean - distance, mean + distance)).hasToString(text);
    }

    @Test
    void whatIsNotANumberSaysSo() {
        assertThat(MeanDeviation.of(1, Double.NaN)).asString().startsWith("NaN");
        assertThat(MeanDeviation.of()).hasToString("NaN");
        assertThat(MeanDeviation.of(Double.POSITIVE_INFINITY)).hasToString("Infinity");
    }
}
