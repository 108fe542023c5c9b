package org.dl4jfreeze.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dl4jfreeze.FreezeMask;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The helper for frozen parameters can fail, and no test loops over them without it. */
class FrozenParametersTest {

    private static final List<Path> TESTS = List.of(
            Path.of("src/test/java"),
            Path.of("../src-it/src/test/java"),
            Path.of("../dl4j-freeze-examples/src/test/java"));

    /** The helpers of both modules, and the test of the method itself. */
    private static final Set<String> MAY_LOOP = Set.of("FrozenParameters.java", "FreezeMaskTest.java");

    /** A loop over frozen indices, and a check of one index that passes where it is not frozen, with or without a variable. */
    private static final Pattern LOOP = Pattern.compile("forEachFrozen\\("
            + "|if \\([^{;]*isFrozen\\(\\w+\\)[^{;]*\\) \\{\\s*(assert|throw|if \\([^{;]*\\) \\{\\s*throw)"
            + "|boolean (\\w+) = [^;]*isFrozen\\(\\w+\\);[^}]*if \\(\\2\\b[^{;]*\\) \\{\\s*(assert|throw)");

    /** What makes such a check fail if nothing is frozen. */
    private static final String COUNTED = "frozenCount()).as(\"number of frozen parameters\").isPositive()";

    private static final FreezeMask SECOND = FreezeMask.of(false, true, false);

    private static INDArray array(double... values) {
        return Nd4j.createFromArray(values);
    }

    @Test
    void aMaskThatFreezesNothingFailsEveryCheck() {
        INDArray same = array(1, 2, 3);
        FreezeMask none = FreezeMask.none(3);
        assertThatThrownBy(() -> FrozenParameters.assertStayed(none, same, same))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("number of frozen parameters");
        assertThatThrownBy(() -> FrozenParameters.assertSameMask(none, FreezeMask.none(3)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("number of frozen parameters");
    }

    @Test
    void onlyFrozenParametersAreComparedAndBitForBit() {
        FrozenParameters.assertStayed(SECOND, array(1, 2, 3), array(4, 2, 5));
        FrozenParameters.assertStayed(SECOND, array(1, Double.NaN, 3), array(1, Double.NaN, 3));
        assertThatThrownBy(() -> FrozenParameters.assertStayed(SECOND, array(1, 0.0, 3), array(1, -0.0, 3)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("frozen parameter 1 was 0.0 and is -0.0");
        assertThat(FrozenParameters.activeThatMoved(SECOND, Bits.of(array(1, 2, 3)), Bits.of(array(4, 9, 3))))
                .isEqualTo(1);
    }

    @Test
    void noOtherTestLoopsOverFrozenParameters() throws IOException {
        List<String> loops = new ArrayList<>();
        int files = 0;
        for (Path folder : TESTS) {
            for (Path file : javaFiles(folder)) {
                files++;
                if (!MAY_LOOP.contains(file.getFileName().toString()) && hasLoop(Files.readString(file))) {
                    loops.add(file.getFileName() + ": use FrozenParameters, whose checks fail if nothing is frozen");
                }
            }
        }
        assertThat(files).as("test sources read").isGreaterThan(150);
        assertThat(loops).isEmpty();
    }

    @Test
    void everyFormOfLoopIsNoticed() {
        String check = "assertThat(now[i]).isEqualTo(then[i]); }";
        assertThat(hasLoop("if (mask.isFrozen(i)) { " + check)).isTrue();
        assertThat(hasLoop("if (t > 4 && mask.isFrozen(i) && now[i] != then[i]) { throw new AssertionError(); }"))
                .isTrue();
        assertThat(hasLoop("if (mask.isFrozen(i)) { if (now[i] != then[i]) { throw new AssertionError(); } }"))
                .isTrue();
        String variable = "boolean frozen = mask.isFrozen(i); int j = 0; if (frozen) { " + check;
        assertThat(hasLoop(variable)).isTrue();
        String method = "    void test() {\n        assertThat(mask." + COUNTED + ";\n";
        assertThat(hasLoop(method + variable + "\n    }\n")).isFalse();
        assertThat(hasLoop(method + "    }\n" + variable))
                .as("in another method")
                .isTrue();
        assertThat(hasLoop("if (mask.isFrozen(i)) { frozen++; }")).isFalse();
    }

    private static boolean hasLoop(String source) {
        return LOOP.matcher(source).results().anyMatch(loop -> !source.substring(
                        beginOfMethod(source, loop.start()), loop.start())
                .contains(COUNTED));
    }

    private static int beginOfMethod(String source, int index) {
        return Math.max(0, source.lastIndexOf("\n    }\n", index));
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(
                            file -> file.toString().endsWith(".java") && !file.endsWith("FrozenParametersTest.java"))
                    .collect(Collectors.toList());
        }
    }
}
