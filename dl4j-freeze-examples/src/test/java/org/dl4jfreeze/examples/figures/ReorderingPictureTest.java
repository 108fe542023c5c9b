package org.dl4jfreeze.examples.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dl4jfreeze.examples.SampleReordering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReorderingPictureTest {

    static {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void namesEveryTreatmentAndHasNoGaps(@TempDir Path folder) throws IOException {
        Figures.reordering(SampleReordering.twoRuns(0.5, 0.9, 0.99), "figure", folder::resolve);

        assertThat(Files.readString(folder.resolve("figure.svg")))
                .contains(
                        "nothing frozen",
                        "variance, fixed mask",
                        "variance, re-ordered",
                        "random, fixed mask",
                        "random, re-ordered")
                .doesNotContain("NaN", "Infinity");
        assertThat(folder.resolve("figure.png")).isNotEmptyFile();
    }
}
