package org.dl4jfreeze.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.dl4jfreeze.ParameterOrder;
import org.junit.jupiter.api.Test;

class AmountTest {

    private static int k(Amount amount, double... variance) {
        return amount.of(ParameterOrder.ascending(variance), variance);
    }

    /** The definition, in exact arithmetic: tries every k from the greatest down. */
    private static int slowShare(double share, ParameterOrder order, double[] variance) {
        for (int k = order.size(); k > 0; k--) {
            if (sum(k, order, variance)
                            .compareTo(BigDecimal.valueOf(share).multiply(sum(order.size(), order, variance)))
                    <= 0) {
                return k;
            }
        }
        return 0;
    }

    private static BigDecimal sum(int k, ParameterOrder order, double[] variance) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < k; i++) {
            // valueOf: the decimal number as it is printed, 0.1 and not its neighbour in binary
            sum = sum.add(BigDecimal.valueOf(variance[order.parameterAt(i)]));
        }
        return sum;
    }

    @Test
    void fractionsRoundHalfUpAsTheDecimalsThatTheyAreWrittenAs() {
        assertThat(Amount.fraction(0.145).of(100)).isEqualTo(15);
        assertThat(Amount.fraction(0.285).of(100)).isEqualTo(29);
        assertThat(Amount.fraction(0.5).of(3)).isEqualTo(2);
        assertThat(Amount.fraction(0.499999).of(3)).isEqualTo(1);
        assertThat(Amount.fraction(1).of(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
        assertThat(Amount.fraction(Double.MIN_VALUE).of(Integer.MAX_VALUE)).isZero();
        for (int thousandths = 0; thousandths <= 1000; thousandths++) {
            assertThat(Amount.fraction(thousandths / 1000.0).of(100)).isEqualTo((thousandths + 5) / 10);
        }
    }

    @Test
    void theLargestKWithinTheShareIsThatOfTheDefinition() {
        int between = 0;
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            int p = 1 + random.nextInt(40);
            double[] variance = new double[p];
            for (int i = 0; i < p; i++) {
                // tenths, so that ties, zeros and shares met exactly are frequent
                variance[i] = random.nextInt(3) == 0 ? random.nextInt(4) / 10.0 : Math.exp(4 * random.nextGaussian());
            }
            if (seed % 3 == 0) {
                for (int i = 0; i < p; i++) {
                    variance[i] = random.nextInt(3) / 10.0;
                }
            }
            int[] some =
                    IntStream.range(0, p).filter(i -> random.nextInt(4) > 0).toArray();
            ParameterOrder[] orders = {
                ParameterOrder.ascending(variance),
                ParameterOrder.ascending(p, some, i -> variance[i]),
                ParameterOrder.ascending(p, some, i -> -variance[i]),
                ParameterOrder.random(p, some, seed)
            };
            double share = random.nextInt(101) / 100.0;
            for (ParameterOrder order : orders) {
                int k = Amount.varianceShare(share).of(order, variance);
                assertThat(k).as("seed " + seed + ", " + order).isEqualTo(slowShare(share, order, variance));
                between += k > 0 && k < order.size() ? 1 : 0;
            }
        }
        assertThat(between).as("cases that are neither nothing nor all").isGreaterThan(3_000);
    }

    @Test
    void aShareMetExactlyIsStillWithin() {
        double[] tenths = new double[10];
        Arrays.fill(tenths, 0.1);
        for (int tenth = 0; tenth <= 10; tenth++) {
            assertThat(k(Amount.varianceShare(tenth / 10.0), tenths)).isEqualTo(tenth);
        }
        assertThat(k(Amount.varianceShare(0.29), tenths)).isEqualTo(2);
    }

    @Test
    void parametersWithoutVarianceCostNothing() {
        assertThat(k(Amount.varianceShare(0), 0, 5, 0, 1e-300)).isEqualTo(2);
        assertThat(k(Amount.varianceShare(0), 0, 0, 0)).as("no variance at all").isEqualTo(3);
        assertThat(k(Amount.varianceShare(0.5), 0, 0, 0)).isEqualTo(3);
        assertThat(k(Amount.varianceShare(0.5))).as("no parameters").isZero();
    }

    @Test
    void besideAVarianceThatIsNotFiniteTheFiniteOnesAreNothing() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            for (double share : new double[] {0, 0.01, 0.99}) {
                assertThat(k(Amount.varianceShare(share), 3, bad, 1e30, bad)).isEqualTo(2);
                assertThat(k(Amount.varianceShare(share), bad)).isZero();
            }
            assertThat(k(Amount.varianceShare(1), 3, bad, 1e30, bad))
                    .as("at most everything is no bound")
                    .isEqualTo(4);
            double[] variance = {3, bad, 1e30};
            assertThat(Amount.varianceShare(0.5).of(ParameterOrder.ascending(0, 1, 2), variance))
                    .as("in another order")
                    .isEqualTo(1);
            assertThat(Amount.varianceShare(0.5)
                            .of(ParameterOrder.ascending(3, new int[] {0, 2}, i -> variance[i]), variance))
                    .as("where it is not eligible")
                    .isEqualTo(1);
        }
    }

    @Test
    void aFractionIsRoundedToTheNearestNumberOfParameters() {
        ParameterOrder order = ParameterOrder.ascending(new double[301]);
        assertThat(Amount.fraction(0.5).of(order, null)).isEqualTo(151);
        assertThat(Amount.fraction(0.8).of(order, null)).isEqualTo(241);
        assertThat(Amount.fraction(0).of(order, null)).isZero();
        assertThat(Amount.fraction(1).of(order, null)).isEqualTo(301);
    }

    @Test
    void aCountIsItselfAndMustFit() {
        ParameterOrder order = ParameterOrder.ascending(new double[301]);
        assertThat(Amount.count(0).of(order, null)).isZero();
        assertThat(Amount.count(301).of(order, null)).isEqualTo(301);
        assertThatThrownBy(() -> Amount.count(302).of(order, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("302")
                .hasMessageContaining("[0,301]");
    }
}
