package org.dl4jfreeze.examples.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.dl4jfreeze.FreezingAdam;
import org.dl4jfreeze.examples.backend.SmallNetworkTuning;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row of the paper's Table 1. */
class ExperimentsTest {

    @BeforeAll
    static void tune() {
        SmallNetworkTuning.beforeLoading();
    }

    @ParameterizedTest
    @CsvSource({
        "mnist, classification, 784-10-10, 7960",
        "boston, regression, 13-20-1, 301",
        "synthetic1, regression, 200-20-1, 4041",
        "synthetic2, classification, 200-1, 200",
        "synthetic3, regression, 200-1, 200"
    })
    void theNetworkHasThePapersStructureAndNumberOfParameters(
            String name, String task, String structure, int parameters) {
        Experiment experiment = named(name);
        MultiLayerNetwork network = experiment.network(0.01, 1);

        assertThat(experiment.task()).isEqualTo(task);
        assertThat(experiment.structure()).isEqualTo(structure);
        assertThat(network.numParams()).isEqualTo(parameters);
        assertThat(structure)
                .startsWith(network.layerInputSize(0) + "-")
                .endsWith("-" + network.layerSize(network.getnLayers() - 1));
        assertThat(network.getLayer(0).conf().getLayer().getUpdaterByParam("W")).isEqualTo(new FreezingAdam(0.01));
        assertThat(experiment.zoom().from()).isBetween(0, experiment.zoom().to() - 1);
        assertThat(experiment.zoom().to()).isLessThanOrEqualTo(parameters);
    }

    @Test
    void figuresHaveThePapersNumbersAndNoNameTwice() {
        List<String> figures = Experiments.all().stream()
                .flatMap(experiment -> List.of(experiment.lossFigure(), experiment.maskFigure()).stream())
                .collect(Collectors.toList());

        Set<String> distinct = new HashSet<>(figures);
        assertThat(distinct).hasSize(10);
        for (int number = 1; number <= 8; number++) {
            assertThat(distinct).contains("figure" + number + (number % 2 == 1 ? "-loss" : "-mask"));
        }
    }

    @Test
    void bothRegimesArePresets() {
        for (String name : List.of("mnist", "boston", "synthetic1", "synthetic3")) {
            assertThat(named(name).presets().stream().map(Preset::name)).containsExactly("late", "early");
        }
    }

    @Test
    void syntheticDataReadNoFile() {
        assertThatThrownBy(() -> named("synthetic2").load(Optional.of(Path.of("mine.csv")), Optional.empty(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mine.csv")
                .hasMessageContaining("leave --data out");
    }

    private static Experiment named(String name) {
        return Experiments.all().stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
