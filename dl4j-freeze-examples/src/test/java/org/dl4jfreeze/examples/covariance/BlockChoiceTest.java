package org.dl4jfreeze.examples.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dl4jfreeze.examples.experiment.ParameterRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockChoiceTest {

    private final List<ParameterRange> blocks =
            List.of(new ParameterRange("0_W", 0, 7840), new ParameterRange("0_b", 7840, 7850));

    @ParameterizedTest
    @CsvSource({
        "0_b,            7840, 7850",
        "0_b:0-0,        7840, 7841",
        "0_b:3-9,        7843, 7850",
        "0_W:784-1283,   784,  1284",
    })
    void aRangeCountsWithinItsBlockAndIncludesBothEnds(String text, int from, int to) {
        ParameterRange range = BlockChoice.parse(text).within(blocks);

        assertThat(range.from()).isEqualTo(from);
        assertThat(range.to()).isEqualTo(to);
        assertThat(range.name()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0_W           | has 7840; choose a range such as 0_W:0-499",
                "0_W:784-1284  | has 501; choose a range such as 0_W:784-1283",
                "0_b:0-10      | must be within 0_b:0-9",
                "0_b:5-4       | must be within 0_b:0-9",
                "2_W           | Unknown block \"2_W\", must be one of 0_W, 0_b",
            })
    void whatIsNotThereOrTooMuchIsRefused(String text, String message) {
        assertThatThrownBy(() -> BlockChoice.parse(text).within(blocks))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anotherFormIsRefused() {
        for (String text : List.of("", "0_W:", "0_W:3", "0_W:-1-3", "0_W:1-2:3", "0_W:1-12345678901")) {
            assertThatThrownBy(() -> BlockChoice.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Invalid block \"" + text + "\"");
        }
    }
}
