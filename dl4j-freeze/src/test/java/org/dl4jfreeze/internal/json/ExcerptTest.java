package org.dl4jfreeze.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

    @Test
    void shortValuesAreRepeatedWholeAndLongOnesByBeginningAndLength() {
        assertThat(Excerpt.of("x".repeat(120))).isEqualTo("x".repeat(120));
        assertThat(Excerpt.of("x".repeat(121))).isEqualTo("x".repeat(120) + "... (121 characters)");
        assertThat(Excerpt.ofTwo("x".repeat(121))).isEqualTo("x".repeat(60) + "... (121 characters)");
        assertThat(Excerpt.ofPlace("x".repeat(121))).isEqualTo("x".repeat(80) + "... (121 characters)");
        assertThat(Excerpt.of(null)).isEqualTo("null");
    }

    @Test
    void characterPairsAreNotSplit() {
        String pairs = "\ud83d\ude00".repeat(100);
        assertThat(Excerpt.of(pairs)).isEqualTo("\ud83d\ude00".repeat(60) + "... (200 characters)");
        assertThat(Excerpt.of("x" + pairs)).isEqualTo("x" + "\ud83d\ude00".repeat(59) + "... (201 characters)");
    }
}
