package org.dl4jfreeze.internal.json;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class JsonLimitsTest {

    @Test
    void objectsAndArraysMayBeNestedAsDeepAsAllowedButNotDeeper() {
        for (int levels : new int[] {1, 32, 1_000, 1_000_000}) {
            String text = "[".repeat(levels) + "]".repeat(levels);
            assertThatCode(() -> JsonLimits.check("thing", text, levels)).doesNotThrowAnyException();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JsonLimits.check("thing", "[" + text + "]", levels))
                    .withMessageStartingWith("Invalid thing at [0]")
                    .withMessageContaining("at most " + levels + " levels of nesting, found more");
        }
        assertThatCode(() -> JsonLimits.check("thing", "[[{},{}],[{}],{\"a\":[]}]", 3))
                .as("levels that were closed")
                .doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonLimits.check("thing", "{\"a\":[1,{\"b\":[]}]}", 3))
                .withMessage("Invalid thing at a[1].b: expected at most 3 levels of nesting, found more");
    }

    @Test
    void textsThatAreNotJsonAreRefusedByPosition() {
        for (String text :
                new String[] {"[1,\n  x]", "[1,\n  \"a]", "[1,\n  1.]", "[1,\n  }", "[1,\n  /*1*/]", "[1,\n  '1'"}) {
            assertThatIllegalArgumentException()
                    .as(text)
                    .isThrownBy(() -> JsonLimits.check("thing", text, 32))
                    .withMessageStartingWith("Invalid thing at line 2, column ")
                    .withMessageContaining("expected JSON")
                    .withNoCause();
        }
    }
}
