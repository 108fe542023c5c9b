package org.dl4jfreeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.dl4jfreeze.support.RandomPlans;
import org.dl4jfreeze.support.Serialised;
import org.junit.jupiter.api.Test;

class FreezePlanJsonTest {

    private static final FreezePlan SAMPLE = FreezePlan.atIteration(500)
            .fraction(0.5)
            .then(FreezePlan.atPlateau().varianceShare(0.05))
            .by(OrderCriterion.random(42))
            .excludingKinds("b")
            .reorderedEvery(200)
            .until(2000);

    @Test
    void theJsonInTheDocCommentIsThatOfAPlan() throws IOException {
        String source = Files.readString(Path.of("src/main/java/org/dl4jfreeze/FreezePlan.java"));
        String sample = source.substring(source.indexOf("<pre>\n     * {") + 6, source.indexOf("     * </pre>"))
                .replace("     * ", "")
                .strip();
        assertThat(SAMPLE.toJson()).isEqualTo(sample);
        assertThat(FreezePlan.fromJson(sample)).isEqualTo(SAMPLE);
    }

    @Test
    void whatAPlanDoesNotSayIsNotThere() {
        assertThat(FreezePlan.atEpoch(3).count(10).toJson())
                .isEqualTo("{\n  \"version\" : 1,\n  \"steps\" : [ {\n    \"epoch\" : 3,\n    \"count\" : 10\n  } ],\n"
                        + "  \"order\" : {\n    \"name\" : \"variance\"\n  }\n}");
        assertThat(FreezePlan.fromJson("{\"version\":1,\"steps\":[],\"order\":{\"name\":\"variance\"}}"))
                .isEqualTo(FreezePlan.never());
    }

    @Test
    void everyPlanComesBackFromItsJson() {
        Set<FreezePlan> seen = new HashSet<>();
        for (int seed = 0; seed < 5_000; seed++) {
            FreezePlan plan = RandomPlans.plan(new Random(seed));
            seen.add(plan);
            assertThat(FreezePlan.fromJson(plan.toJson())).as("seed " + seed).isEqualTo(plan);
            if (seed % 50 == 0) {
                assertThat(FreezePlan.fromJson(plan.toJson()).toJson()).isEqualTo(plan.toJson());
                assertThat(Serialised.copyOf(plan)).isEqualTo(plan);
            }
        }
        assertThat(seen).as("the plans differ").hasSizeGreaterThan(4_000);
    }

    @Test
    void ridgeAndThresholdAreInTheJson() {
        FreezePlan conditional = FreezePlan.atIteration(5).count(3).by(OrderCriterion.conditionalVariance(1e-4));
        assertThat(conditional.toJson()).contains("\"name\" : \"conditional\"", "\"ridge\" : 1.0E-4");
        assertThat(FreezePlan.fromJson(conditional.toJson())).isEqualTo(conditional);
        FreezePlan belsley = FreezePlan.atIteration(5).count(3).by(OrderCriterion.belsley(0.5, 10));
        assertThat(belsley.toJson()).contains("\"ridge\" : 0.5", "\"threshold\" : 10.0");
        assertThat(FreezePlan.fromJson(belsley.toJson())).isEqualTo(belsley);
        assertThat(belsley)
                .isNotEqualTo(conditional)
                .hasToString("FreezePlan.atIteration(5).count(3).by(belsley(ridge 0.5," + " threshold 10.0))");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FreezePlan.fromJson(belsley.toJson().replace("10.0", "0.5")))
                .withMessageContaining("threshold");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OrderCriterion.conditionalVariance(Double.NaN))
                .withMessageContaining("ridge");
    }

    @Test
    void anythingElseIsRefusedWithFieldExpectedAndFound() {
        refused(
                "\"iteration\" : 500",
                "\"iteration\" : \"500\"",
                "steps[0].iteration: expected a whole number",
                "\"500\"");
        refused(
                "\"iteration\" : 500",
                "\"iteration\" : 5.5",
                "steps[0].iteration: expected a whole number",
                "found 5.5");
        refused("\"iteration\" : 500", "\"iteration\" : 5000000000", "steps[0].iteration", "32 bits", "5000000000");
        refused("\"iteration\" : 500", "\"iteration\" : 0", "steps[0].iteration", "at least 1 iteration, received 0");
        refused("\"iteration\" : 500,", "", "steps[0]: expected one of", "[iteration, epoch, plateau]", "none");
        refused("\"iteration\" : 500,", "\"iteration\":1,\"epoch\":2,", "steps[0]", "found [iteration, epoch]");
        refused("\"fraction\" : 0.5", "\"fraction\" : null", "steps[0].fraction: expected a number", "null");
        refused("\"fraction\" : 0.5", "\"fraction\" : 1e400", "steps[0].fraction", "[0,1]", "Infinity");
        refused(
                "\"fraction\" : 0.5",
                "\"fraktion\" : 0.5",
                "steps[0].fraktion: expected no such field",
                "count, fraction, varianceShare]");
        refused("\"fraction\" : 0.5", "\"fraction\" : 0.5, \"by\" : 1", "steps[0].by: expected no such field");
        refused("\"fraction\" : 0.5", "\"fraction\" : 0.5, \"fraction\" : 0.6", "fraction");
        refused("\"varianceShare\" : 0.05", "\"varianceShare\" : 5", "steps[1].varianceShare", "received 5.0");
        refused("\"window\" : 100,", "", "steps[1].plateau.window: expected a whole number", "no such field");
        refused("\"patience\" : 3", "\"patience\" : 0", "steps[1].plateau", "at least 1 window, received 0");
        refused("\"patience\" : 3", "\"patience\" : 3, \"x\" : 0", "steps[1].plateau.x", "no such field");
        refused("\"name\" : \"random\"", "\"name\" : \"chance\"", "order.name", "chance", "magnitude");
        refused("\"name\" : \"random\"", "\"name\" : \"variance\"", "order.seed: expected no such field");
        refused("\"name\" : \"random\",", "", "order.name: expected a string", "no such field");
        refused("\"seed\" : 42", "\"seed\" : 9223372036854775808", "order.seed", "64 bits");
        refused("[ \"b\" ]", "\"b\"", "excludedKinds: expected an array of strings", "\"b\" (string)");
        refused("[ \"b\" ]", "[ \"b\", 7 ]", "excludedKinds[1]: expected a string", "found 7");
        refused("[ \"b\" ]", "[ ]", "excludedKinds", "at least one");
        refused("[ \"b\" ]", "[ \"b\" ], \"includedKinds\" : [ \"b\" ]", "excludedKinds", "both");
        refused("\"every\" : 200", "\"every\" : 0", "reordering", "received 0");
        refused("\"until\" : 2000", "\"until\" : 600", "at least iteration 700", "received 600");
        refused("\"until\" : 2000", "\"bis\" : 2000", "reordering.bis: expected no such field", "[every, until]");
        refused("\"version\" : 1,", "", "version: expected a whole number", "no such field");
        refused("\"version\" : 1", "\"version\" : 2", "version: expected 1, found 2");
        refused(
                "\"version\" : 1",
                "\"version\" : 1, \"colour\" : {}",
                "at colour: expected no such field",
                "reordering");
        refused("\"steps\" : [ {", "\"steps\" : [ 5, {", "steps[0]: expected an object, found 5 (number)");
        for (String bad : new String[] {"", "[]", "7", "null", "{", "nonsense", SAMPLE.toJson() + "{}"}) {
            assertThatThrownBy(() -> FreezePlan.fromJson(bad))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Invalid plan");
        }
    }

    private static void refused(String part, String by, String... message) {
        assertThat(SAMPLE.toJson()).contains(part);
        assertThatThrownBy(() -> FreezePlan.fromJson(SAMPLE.toJson().replace(part, by)))
                .as(by)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Invalid plan")
                .hasMessageContainingAll(message);
    }

    @Test
    void aWholeNumberWillDoForAFraction() {
        assertThat(FreezePlan.fromJson("{\"version\":1,\"steps\":[{\"iteration\":5,\"fraction\":1}],"
                        + "\"order\":{\"name\":\"obd\"}}"))
                .isEqualTo(FreezePlan.atIteration(5).fraction(1).by(OrderCriterion.optimalBrainDamage()));
    }
}
