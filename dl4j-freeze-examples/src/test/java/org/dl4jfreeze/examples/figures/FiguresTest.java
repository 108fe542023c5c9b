package org.dl4jfreeze.examples.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.dl4jfreeze.examples.SampleResults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    static {
        System.setProperty("java.awt.headless", "true");
    }

    @TempDir
    private Path folder;

    @Test
    void lossFigureHasBothPanelsWithTheirAxesAndBothOrders() throws IOException {
        Figures.loss(SampleResults.twoRuns(), "loss", folder::resolve);

        assertThat(colours("loss.png"))
                .contains(
                        OrderLook.of("variance").colour().getRGB(),
                        OrderLook.of("random").colour().getRGB());
        // XChart writes its own text as outlines, so only the legend can be read.
        assertThat(Files.readString(folder.resolve("loss.svg")))
                .contains("proposed (lowest variance first)", ">random<", "<path");
    }

    @Test
    void maskFigureShowsTrainedFrozenAndWhatIsBetween() throws IOException {
        Figures.masks(SampleResults.twoRuns(), "mask", folder::resolve);

        assertThat(colours("mask.png"))
                .contains(
                        Palette.scale(0).getRGB(),
                        Palette.scale(0.5).getRGB(),
                        Palette.scale(1).getRGB());
        assertThat(Files.readString(folder.resolve("mask.svg"))).contains("parameter index", "frozen", "trained");
    }

    @ParameterizedTest
    @CsvSource({"301, 50", "7, 1", "8, 2", "4041, 1000", "7960, 2000", "1, 1"})
    void ticksAreRoundAndFew(int length, int step) {
        assertThat(MaskPicture.Ticks.step(length, 7)).isEqualTo(step);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "0.1, 0.1", "0.25, 0.25", "0.3333, 0.333", "100, 100"})
    void tickLabelsAreShort(double value, String label) {
        assertThat(MaskPicture.Ticks.label(value)).isEqualTo(label);
    }

    private int[] colours(String name) throws IOException {
        BufferedImage image = ImageIO.read(folder.resolve(name).toFile());
        return IntStream.range(0, image.getWidth() * image.getHeight())
                .map(i -> image.getRGB(i % image.getWidth(), i / image.getWidth()))
                .distinct()
                .toArray();
    }
}
