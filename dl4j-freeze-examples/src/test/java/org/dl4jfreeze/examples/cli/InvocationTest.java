package org.dl4jfreeze.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages show the command that was typed, with other arguments. */
class InvocationTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "org.codehaus.plexus.classworlds.launcher.Launcher -q compile exec:java -Dexec.args=boston --quick"
                        + "| mvn -q compile exec:java -Dexec.args=\"mnist --help\"",
                "org.codehaus.plexus.classworlds.launcher.Launcher -o exec:java -pl dl4j-freeze-examples"
                        + "| mvn -o exec:java -pl dl4j-freeze-examples -Dexec.args=\"mnist --help\"",
                "org.dl4jfreeze.examples.Main boston| java -cp CLASSPATH org.dl4jfreeze.examples.Main mnist --help",
                "/a/dl4j-freeze-examples.jar boston| java -jar /a/dl4j-freeze-examples.jar mnist --help",
                "/dl4j-freeze-examples/target/surefirebooter.jar 1 2| mvn -q compile exec:java -Dexec.args=\"mnist --help\"",
                "''| mvn -q compile exec:java -Dexec.args=\"mnist --help\""
            })
    void isThatOfTheProcess(String javaCommand, String expected) {
        assertThat(Invocation.of(javaCommand).with("mnist --help")).isEqualTo(expected);
    }

    @Test
    void argumentsWithSpacesAreQuoted() {
        assertThat(Invocation.of("org.dl4jfreeze.examples.Main")
                        .with(List.of("boston", "--out", "my results", "--fractions=0,0.5")))
                .endsWith("Main boston --out 'my results' --fractions=0,0.5");
    }
}
