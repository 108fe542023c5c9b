package org.dl4jfreeze.examples.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.dl4jfreeze.ParameterOrder;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.ParameterRange;
import org.dl4jfreeze.examples.report.Results;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    static {
        System.setProperty("java.awt.headless", "true");
    }

    private static final List<String> FIVE = List.of("variance", "random", "reversed", "magnitude", "fisher");

    @TempDir
    private Path folder;

    @Test
    void lossFigureHasBothPanelsAndBothOrders() throws IOException {
        LossPicture.ofPaper(fourParameters(List.of("variance", "random"), 1)).write("loss", folder::resolve);

        assertThat(colours("loss.png")).contains(colour("variance"), colour("random"));
        // XChart writes its own text as outlines, so only the legend can be read.
        assertThat(svg("loss")).contains("proposed (lowest variance first)", ">random<", "<path");
    }

    @Test
    void lossFigureShowsThePapersOrdersAndAllOrdersTheRest() throws IOException {
        Results results = fourParameters(FIVE, 1);
        LossPicture.ofPaper(results).write("loss", folder::resolve);
        LossPicture.ofAllOrders(results).write("all", folder::resolve);

        assertThat(LossPicture.leavesOrdersOut(results)).isTrue();
        assertThat(colours("loss.png")).contains(colour("variance")).doesNotContain(colour("fisher"));
        assertThat(colours("all.png"))
                .contains(FIVE.stream().mapToInt(FiguresTest::colour).toArray());
    }

    @Test
    void lossFigureShowsWhatThereIsWithoutThePapersOrders() throws IOException {
        Results results = fourParameters(List.of("fisher", "magnitude"), 1);
        LossPicture.ofPaper(results).write("loss", folder::resolve);

        assertThat(LossPicture.leavesOrdersOut(results)).isFalse();
        assertThat(colours("loss.png")).contains(colour("fisher"), colour("magnitude"));
    }

    @Test
    void lossesFarApartStandOnALogarithmicAxisEvenWithBarsBelowZero() throws IOException {
        // The losses of the two runs are l and 5 l, so a standard deviation is nearly as large as its mean.
        Results far = fourParameters(List.of("variance", "random"), 50);
        LossPicture.ofPaper(far).write("far", folder::resolve);

        assertThat(new LossPicture(far, FIVE.subList(0, 2)).isLogarithmic()).isTrue();
        assertThat(new LossPicture(fourParameters(FIVE, 2), FIVE).isLogarithmic())
                .isFalse();
        assertThat(colours("far.png")).contains(colour("variance"), colour("random"));
        assertThat(svg("far")).doesNotContain("NaN", "Infinity");
    }

    @Test
    void aLossOfZeroHasNoLogarithm() {
        assertThat(new LossPicture(fourParameters(FIVE, 0), FIVE).isLogarithmic())
                .isFalse();
    }

    @Test
    void maskFigureShowsTrainedFrozenAndWhatIsBetweenAndTheEnlargedPart() throws IOException {
        new MaskPicture(fourParameters(List.of("variance", "random"), 1)).write("mask", folder::resolve);

        assertThat(colours("mask.png")).contains(rgb(0), rgb(0.5), rgb(1));
        assertThat(svg("mask")).contains("parameter index", "frozen", "trained", "the middle", ">d) random<");
    }

    @Test
    void manyOrdersStandInAGrid() {
        MaskPicture two = new MaskPicture(fourParameters(FIVE.subList(0, 2), 1));
        MaskPicture four = new MaskPicture(fourParameters(FIVE.subList(0, 4), 1));
        MaskPicture five = new MaskPicture(fourParameters(FIVE, 1));

        assertThat(four.height()).isEqualTo(two.height());
        assertThat(five.height()).isGreaterThan(four.height());
        assertThat(five.width()).isLessThan(four.width());
    }

    @Test
    void aPixelShowsTheMeanOfAllParametersItCovers() throws IOException {
        float[] everySecondLow = new float[5000];
        for (int i = 0; i < everySecondLow.length; i++) {
            everySecondLow[i] = i % 2;
        }
        ParameterOrder order = FakeResults.ascending(everySecondLow);
        Results results = new FakeResults(
                        FakeExperiment.of("Fake", new ParameterRange("all", 0, 5000)),
                        List.of("variance"),
                        List.of(0.5))
                .run(everySecondLow, name -> order, branch -> 1)
                .build();
        new MaskPicture(results).write("mask", folder::resolve);

        BufferedImage image = image("mask.png");
        Color middle = new Color(Palette.VIRIDIS.rgb(0.5));
        for (int y = 2 * 200; y < 2 * 400; y++) {
            Color shown = new Color(image.getRGB(2 * 200, y));
            assertThat(Math.abs(shown.getGreen() - middle.getGreen())).isLessThan(30);
            assertThat(Math.abs(shown.getRed() - middle.getRed())).isLessThan(30);
        }
        assertThat(Files.size(folder.resolve("mask.svg"))).isBetween(1_000L, 1_000_000L);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.25", "1, 0.625", "2, 0.5"})
    void aParameterOnTwoPixelsCountsInBothByItsPart(int pixel, double mean) {
        // Three pixels for [0.5, 0, 1, 0.25, 0.75, 0.25] are two parameters each.
        double[] mask = {9, 0.5, 0, 1, 0.25, 0.75, 0.25, 9};
        assertThat(MaskPicture.mean(mask, new ParameterRange("", 1, 7), pixel, 3))
                .isEqualTo(mean);
        // Half of each: 0.5 and half of 0; the other half of 0, and 1.
        double[] three = {0.5, 0, 1};
        assertThat(MaskPicture.mean(three, new ParameterRange("", 0, 3), 0, 2)).isEqualTo(0.5 / 1.5);
        assertThat(MaskPicture.mean(three, new ParameterRange("", 0, 3), 1, 2)).isEqualTo(1 / 1.5);
    }

    @Test
    void aRangeOutsideTheParametersIsRefused() {
        assertThatThrownBy(() -> new MaskPicture(results(FakeExperiment.of("Fake", new ParameterRange("", 2, 5)), 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2,5)")
                .hasMessageContaining("within [0,4)");
    }

    @Test
    void varianceMapsMarkFrozenWeightsAndZeros() throws IOException {
        float[] variance = new float[16 * 2 + 2 + 2 * 3 + 3];
        Arrays.fill(variance, 1e-2f);
        variance[0] = 0;
        variance[16 + 5] = 1e-6f;
        Results results = new FakeResults(
                        FakeExperiment.ofImages("Fake", 4, "16-2-3", new ParameterRange("", 0, 4)),
                        List.of("random"),
                        List.of(0.0, 2 / 43.0, 1.0))
                .run(variance, name -> FakeResults.ascending(variance), branch -> 1)
                .build();
        new VarianceMaps(results).write("maps", folder::resolve);

        BufferedImage image = image("maps.png");
        // Unit 2's weight from pixel 5 is in row 1, column 1 of its map; frozen, as it is among the two lowest.
        assertThat(atCell(image, 1, true, 1, 1)).isEqualTo(VarianceMaps.FROZEN.getRGB());
        assertThat(atCell(image, 1, false, 1, 1)).isEqualTo(rgb(0));
        assertThat(atCell(image, 1, true, 1, 2)).isEqualTo(rgb(1));
        assertThat(atCell(image, 0, true, 0, 0)).isEqualTo(VarianceMaps.FROZEN.getRGB());
        assertThat(atCell(image, 0, false, 0, 0)).isNotIn(VarianceMaps.FROZEN.getRGB(), rgb(0), rgb(1));
        assertThat(svg("maps")).contains("run 1, t0 = 500", "fraction 0.047", "variance zero", ">1e-6<");
    }

    @Test
    void varianceMapsNeedImages() {
        assertThatThrownBy(() -> new VarianceMaps(fourParameters(List.of("variance"), 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not images");
    }

    @Test
    void everyOrderHasItsOwnColourAndMarker() {
        List<String> all = List.of(
                "variance",
                "random",
                "reversed",
                "magnitude",
                "fisher",
                "minibatch",
                "update",
                "obd",
                "conditional",
                "belsley",
                "another one");
        Stream<OrderLook> looks = all.stream().map(OrderLook::of);

        assertThat(looks.map(OrderLook::colour).distinct()).hasSize(all.size());
        assertThat(all.stream().map(order -> OrderLook.of(order).marker()).distinct())
                .hasSize(all.size());
    }

    /** Two runs of four parameters with fractions 0 and a half; the latter's losses are larger by a factor. */
    private static Results fourParameters(List<String> orders, double factor) {
        Experiment experiment = FakeExperiment.of("Fake", new ParameterRange("the middle", 1, 3));
        return new FakeResults(experiment, orders, List.of(0.0, 0.5))
                .run(
                        new float[] {1, 2, 3, 4},
                        name -> FakeResults.ascending(1, 2, 3, 4),
                        b -> loss(b.fraction(), factor))
                .run(
                        new float[] {1, 3, 2, 4},
                        name -> FakeResults.ascending(1, 3, 2, 4),
                        b -> 5 * loss(b.fraction(), factor))
                .build();
    }

    private static double loss(double fraction, double factor) {
        return fraction == 0 ? 1 : factor;
    }

    private static Results results(Experiment experiment, double loss) {
        return new FakeResults(experiment, List.of("variance"), List.of(0.5))
                .run(new float[] {1, 2, 3, 4}, name -> FakeResults.ascending(1, 2, 3, 4), branch -> loss)
                .build();
    }

    private static int atCell(BufferedImage image, int unit, boolean lower, int row, int column) {
        double cell = VarianceMaps.map(unit, lower).width / 4.0;
        int x = (int) (VarianceMaps.map(unit, lower).x + (column + 0.5) * cell);
        int y = (int) (VarianceMaps.map(unit, lower).y + (row + 0.5) * cell);
        return image.getRGB(2 * x, 2 * y);
    }

    private static int colour(String order) {
        return OrderLook.of(order).colour().getRGB();
    }

    private static int rgb(double value) {
        return Palette.VIRIDIS.rgb(value);
    }

    private String svg(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".svg"));
    }

    private BufferedImage image(String name) throws IOException {
        return ImageIO.read(folder.resolve(name).toFile());
    }

    private int[] colours(String name) throws IOException {
        BufferedImage image = image(name);
        return IntStream.range(0, image.getWidth() * image.getHeight())
                .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()))
                .distinct()
                .toArray();
    }
}
