package org.dl4jfreeze.examples.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.dl4jfreeze.examples.covariance.SampleCovariance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CovariancePicturesTest {

    static {
        System.setProperty("java.awt.headless", "true");
    }

    @TempDir
    private Path folder;

    @Test
    void sayWhatTheyShow() throws IOException {
        Figures.covariance(SampleCovariance.ofRankThree(), folder::resolve);

        assertThat(svg("layers")).contains("1_W", "70.00 %", "1.26 %", "share of the trace", "part of all parameters");
        assertThat(svg("correlation")).contains("correlations of the gradient in 1_b:0-2", "7950", "7952", ">-0.5<");
        assertThat(svg("spectrum")).contains("<path").doesNotContain("NaN", "Infinity");
    }

    @Test
    void theMapIsRedOnItsDiagonalAndBlueWhereGradientsAreOpposed() throws IOException {
        Figures.covariance(SampleCovariance.ofRankThree(), folder::resolve);
        BufferedImage map = ImageIO.read(folder.resolve("correlation.png").toFile());

        // cells of 640 / 3 units, from (90, 80) on, two pixels per unit
        assertThat(cell(map, 0, 0)).isEqualTo(Palette.BLUE_TO_RED.rgb(1));
        assertThat(cell(map, 0, 1)).isEqualTo(Palette.BLUE_TO_RED.rgb(0.625));
        assertThat(cell(map, 2, 0)).isEqualTo(Palette.BLUE_TO_RED.rgb(0));
        assertThat(cell(map, 1, 2)).isEqualTo(0xFFFFFFFF);
    }

    @Test
    void theScaleIsLabelledInAscendingOrderSoThatTheFileIsTheSameInEveryProcess() throws IOException {
        Figures.covariance(SampleCovariance.ofRankThree(), folder::resolve);

        assertThat(svg("correlation")).containsSubsequence(">-1<", ">-0.5<", ">0<", ">0.5<", ">1<", "correlation<");
    }

    @Test
    void nothingVariesAndStillTheyAreDrawn() throws IOException {
        Figures.covariance(SampleCovariance.ofRankZero(), folder::resolve);

        for (String name : new String[] {"spectrum", "layers", "correlation"}) {
            assertThat(svg(name)).doesNotContain("NaN", "Infinity");
            assertThat(folder.resolve(name + ".png")).isNotEmptyFile();
        }
    }

    private static int cell(BufferedImage map, int row, int column) {
        int side = 2 * 640;
        return map.getRGB(2 * 90 + (2 * column + 1) * side / 6, 2 * 80 + (2 * row + 1) * side / 6);
    }

    private String svg(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".svg"));
    }
}
