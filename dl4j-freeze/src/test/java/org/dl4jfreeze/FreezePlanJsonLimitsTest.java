package org.dl4jfreeze;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dl4jfreeze.internal.dl4j.ParameterArray;
import org.dl4jfreeze.internal.plan.PlanValidator;
import org.junit.jupiter.api.Test;

/** JSON of plans that is huge, deep, or made to be slow: read or refused soon, with a short message. */
class FreezePlanJsonLimitsTest {

    /** Stands nowhere else in a message, so that it counts how much of the input is repeated. */
    private static final String MARK = "\u03be";

    private static final int MANY = 100_000;

    @Test
    void numbersOfManyDigitsAreRefusedByField() {
        String digits = "9".repeat(300_000);
        for (String number :
                new String[] {digits, "-" + digits, "0." + digits, "1e" + digits, digits + "e-" + digits}) {
            assertThat(refusal(plan("{\"iteration\":5,\"fraction\":" + number + "}", "")))
                    .startsWith(
                            "Invalid plan at steps[0].fraction: expected a number of at most 40 characters, found one of ")
                    .contains(number.length() + ": ", "... (" + number.length() + " characters)")
                    .matches(message -> count(message, '9') <= 200);
        }
        assertThat(refusal(plan("{\"iteration\":" + digits + ",\"count\":1}", "")))
                .contains("steps[0].iteration");
        assertThat(refusal(plan("", ",\"unknown\":[[" + digits + "]]"))).contains("unknown[0][0]");
    }

    @Test
    void aNumberOfThatManyCharactersIsRead() {
        FreezePlan half = FreezePlan.atIteration(5).fraction(0.5);
        String digits = "0".repeat(40 - "0.5".length());
        assertThat(FreezePlan.fromJson(plan("{\"iteration\":5,\"fraction\":0.5" + digits + "}", "")))
                .isEqualTo(half);
        assertThat(refusal(plan("{\"iteration\":5,\"fraction\":0.50" + digits + "}", "")))
                .contains("at most 40 characters, found one of 41: 0.5000");
        assertThat(refusal(plan("{\"iteration\":5,\"fraction\":1e1000000000}", "")))
                .contains("received Infinity");
        assertThat(refusal(plan("{\"iteration\":1e1000000000,\"count\":1}", "")))
                .contains("steps[0].iteration");
    }

    @Test
    void deepNestingIsRefusedByField() {
        for (String[] braces : new String[][] {{"[", "]"}, {"{\"" + MARK + "\":", "}"}}) {
            String deep = braces[0].repeat(MANY) + "1" + braces[1].repeat(MANY);
            for (String text : new String[] {
                deep,
                braces[0].repeat(MANY),
                plan("", ",\"excludedLayers\":" + deep),
                plan("{\"iteration\":" + deep + ",\"count\":1}", ""),
                "{\"version\":" + deep + "}"
            }) {
                assertThat(refusal(text)).contains("expected at most 32 levels of nesting, found more");
            }
        }
    }

    @Test
    void manyNamesInBothListsAreTakenInLinearTime() {
        FreezePlan plan = FreezePlan.fromJson(plan("", names("included", "a") + names("excluded", "b")));
        assertThat(plan.filter().includedLayers()).hasSize(MANY).startsWith("a" + MARK + "0");
        assertThat(plan.filter().excludedLayers()).hasSize(MANY).startsWith("b" + MARK + "0");
        assertThat(inTime(() -> FreezePlan.fromJson(plan.toJson()))).isEqualTo(plan);
        assertThat(refusal(plan("", names("included", "a") + names("excluded", "a"))))
                .startsWith("Invalid plan at excludedLayers: ")
                .contains("layer \"a" + MARK + "0\" is both included and excluded");
    }

    @Test
    void manyNamesAreComparedWithANetworkInLinearTime() {
        List<ParameterGroup> groups = IntStream.range(0, MANY)
                .boxed()
                .flatMap(i -> Stream.of("a", "b").map(prefix -> group(prefix + MARK + i, i)))
                .collect(Collectors.toList());
        FreezePlan plan = FreezePlan.fromJson(plan("", names("included", "a") + names("excluded", "b")));
        assertThat(assertTimeoutPreemptively(ofSeconds(30), () -> plan.filter().select(groups)))
                .hasSize(MANY)
                .allMatch(group -> group.layer().startsWith("a"));
        Throwable refusal = catchThrowable(() -> PlanValidator.eligible(
                FreezePlan.fromJson(plan("", names("included", "a"))),
                IntStream.range(0, MANY)
                        .mapToObj(i -> group("a" + MARK + i, -1))
                        .collect(Collectors.toList())));
        assertThat(refusal).isExactlyInstanceOf(IllegalArgumentException.class);
        assertThat(refusal.getMessage())
                .contains("leaves nothing of the network")
                .hasSizeLessThan(600);
    }

    private static ParameterGroup group(String layer, int offset) {
        return new ParameterArray(layer, "W", offset, 1, offset >= 0);
    }

    @Test
    void manyStepsAreTakenInLinearTime() {
        String steps = IntStream.rangeClosed(1, MANY)
                .mapToObj(i -> "{\"iteration\":" + i + ",\"count\":" + i + "}")
                .collect(Collectors.joining(","));
        assertThat(inTime(() -> FreezePlan.fromJson(plan(steps, ""))).steps()).hasSize(MANY);
        assertThat(refusal(plan(steps + ",{\"iteration\":7,\"fraction\":0}", "")))
                .startsWith("Invalid plan at steps[" + MANY + "]: Invalid step atIteration(7)")
                .contains("must come after");
        assertThat(refusal(plan(steps + ",{\"epoch\":7,\"count\":0}", ""))).contains("steps[" + MANY + "]: ");
    }

    @Test
    void fieldsWhoseNamesCollideAreRefusedAsUnknown() {
        // 33 * 'a' + 'T' == 33 * 'b' + '3', which is all that Jackson's table of names looks at
        String fields = IntStream.range(0, 1 << 10)
                .mapToObj(i -> IntStream.range(0, 10)
                        .mapToObj(bit -> (i >> bit & 1) == 0 ? "aT" : "b3")
                        .collect(Collectors.joining("", ",\"", "\":1")))
                .collect(Collectors.joining());
        assertThat(refusal(plan("", fields))).contains("expected no such field");
    }

    @Test
    void messagesRepeatAtMost200CharactersOfTheInput() {
        String name = MARK.repeat(5_000);
        String list = "\"a\"" + (",\"" + name + "\"").repeat(3);
        for (String text : new String[] {
            name,
            "\"" + name + "\"",
            "[\"" + name + "\"]",
            "{\"" + name + "\"",
            plan("", ",\"" + name + "\":1"),
            plan("", ",\"" + name + "\":null,\"" + name + "\":1"),
            plan("", ",\"" + name + "\":[" + "1".repeat(300) + "]"),
            plan("", ",\"excludedLayers\":\"" + name + "\""),
            plan("", ",\"excludedLayers\":[7," + list + "]"),
            plan("", ",\"excludedLayers\":{\"" + name + "\":1}"),
            plan("", ",\"excludedLayers\":[" + list + "],\"includedLayers\":[\"" + name + "\"]"),
            plan("", ",\"excludedKinds\":[" + list + "],\"includedKinds\":[\"" + name + "\"]"),
            plan("", ",\"reordering\":[\"" + name + "\"]"),
            plan("", ",\"excludedLayers\":[" + list + "],\"reordering\":{\"every\":1,\"until\":1}"),
            plan("{\"iteration\":\"" + name + "\",\"count\":1}", ""),
            plan("{\"" + name + "\":1}", ""),
            plan("\"" + name + "\"", ""),
            plan("", "") + name,
            plan("", "").replace("variance", name),
            plan("", "").replace("\"variance\"", "[\"" + name + "\"]"),
            plan("", "").replace("1", "\"" + name + "\"")
        }) {
            assertThat(refusal(text)).satisfies(message -> assertThat(count(message, MARK.charAt(0)))
                    .as(message)
                    .isLessThanOrEqualTo(200));
        }
    }

    @Test
    void aByteOrderMarkIsAccepted() {
        FreezePlan plan = FreezePlan.atEpoch(3).fraction(0.5);
        assertThat(FreezePlan.fromJson("\ufeff" + plan.toJson())).isEqualTo(plan);
        assertThat(refusal("\ufeff\ufeff" + plan.toJson())).contains("expected JSON");
        assertThat(refusal("\ufeff")).contains("expected an object, found an empty text");
    }

    @Test
    void nullIsRefusedByName() {
        assertThat(refusal(null)).contains("json", "null");
        assertThat(refusal("null")).contains("expected an object, found null");
        assertThat(refusal(plan("null", ""))).contains("steps[0]: expected an object, found null");
        assertThat(refusal(plan("{\"iteration\":null,\"count\":1}", ""))).contains("steps[0].iteration", "found null");
        for (String list : new String[] {"includedLayers", "excludedLayers", "includedKinds", "excludedKinds"}) {
            assertThat(refusal(plan("", ",\"" + list + "\":null"))).contains(list + ": ", "found null");
            assertThat(refusal(plan("", ",\"" + list + "\":[\"a\",\"b\",\"c\",null]")))
                    .contains(list + "[3]: expected a string, found null");
        }
        assertThat(refusal(plan("", ",\"reordering\":null"))).contains("reordering: ", "found null");
        assertThat(refusal("{\"version\":null}")).contains("version: ", "found null");
    }

    @Test
    void anUnknownVersionIsRefusedByNumberBeforeAnythingElse() {
        assertThat(refusal("{\"colour\":{},\"version\":2}")).contains("version: expected 1, found 2");
    }

    private static String plan(String steps, String more) {
        return "{\"version\":1,\"steps\":[" + steps + "],\"order\":{\"name\":\"variance\"}" + more + "}";
    }

    private static String names(String list, String prefix) {
        return IntStream.range(0, MANY)
                .mapToObj(i -> "\"" + prefix + MARK + i + "\"")
                .collect(Collectors.joining(",", ",\"" + list + "Layers\":[", "]"));
    }

    private static FreezePlan inTime(Supplier<FreezePlan> plan) {
        return assertTimeoutPreemptively(ofSeconds(30), plan::get);
    }

    private static String refusal(String text) {
        Throwable refusal =
                assertTimeoutPreemptively(ofSeconds(30), () -> catchThrowable(() -> FreezePlan.fromJson(text)));
        assertThat(refusal).isExactlyInstanceOf(IllegalArgumentException.class).hasNoCause();
        assertThat(refusal.getMessage()).startsWith("Invalid plan").hasSizeLessThan(600);
        return refusal.getMessage();
    }

    private static long count(String text, char character) {
        return text.chars().filter(c -> c == character).count();
    }
}
