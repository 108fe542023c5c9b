package org.dl4jfreeze.internal.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.update.MaskSegments.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaskSegmentsTest {

    static List<FreezeMask> masks() {
        return new ArrayList<>(SampleMasks.all().values());
    }

    @ParameterizedTest
    @MethodSource("masks")
    void segmentsCoverTheMaskOnceAndHoldWhatTheySay(FreezeMask mask) {
        MaskSegments segments = new MaskSegments(mask);
        int end = 0;
        for (int piece = 0; piece < segments.pieces(); piece++) {
            assertThat(end).isEqualTo(piece * MaskSegments.PIECE);
            for (int segment = segments.first(piece); segment < segments.first(piece + 1); segment++) {
                assertThat(segments.begin(segment)).isEqualTo(end).isLessThan(segments.end(segment));
                end = segments.end(segment);
                int frozen = mask.frozenCount(segments.begin(segment), end);
                if (segments.kind(segment) == Kind.FROZEN) {
                    assertThat(frozen).isEqualTo(end - segments.begin(segment));
                } else if (segments.kind(segment) == Kind.ACTIVE) {
                    assertThat(frozen).isZero();
                }
            }
        }
        assertThat(end).isEqualTo(mask.length());
        assertThat(segments.first(segments.pieces())).isEqualTo(segments.count());
    }

    @Test
    void whatIsFrozenInWholeLayersIsInFewSegments() {
        FreezeMask.Builder layers = new FreezeMask.Builder(1_000_000);
        for (int i = 100_003; i < 900_007; i++) {
            layers.freeze(i);
        }
        MaskSegments segments = new MaskSegments(layers.build());
        assertThat(segments.count()).isEqualTo(segments.pieces() + 4);
        assertThat(segments.cost()).isLessThan(310_000);
    }
}
