package org.dl4jfreeze.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Without a terminal the lines say at once how much there is to do, and from the first finished run how long it takes. */
class ProgressLinesTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final AtomicLong now = new AtomicLong();

    private ProgressDisplay.Lines lines(int runs, long iterations) {
        PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);
        return new ProgressDisplay.Lines("boston", runs, iterations, err, now::get);
    }

    private List<String> text() {
        return written.toString(StandardCharsets.UTF_8).lines().collect(Collectors.toList());
    }

    private void pass(int seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void theFirstLineComesAtOnceAndEachRunSaysHowLongTheRestTakes() {
        ProgressDisplay.Lines lines = lines(3, 30_000);
        assertThat(text()).containsExactly("boston: 3 runs, 30,000 iterations in all");
        pass(70);
        lines.advance(10_000);
        lines.runFinished(1);
        assertThat(text()).last().isEqualTo("boston: 1 of 3 runs done (70 s, about 2 min left)");
        pass(10);
        lines.advance(10_000);
        lines.runFinished(2);
        assertThat(text()).last().isEqualTo("boston: 2 of 3 runs done (80 s, about 40 s left)");
        lines.advance(10_000);
        lines.runFinished(3);
        assertThat(text()).last().isEqualTo("boston: 3 of 3 runs done (80 s)");
    }

    @Test
    void runsOfAnEarlierInvocationDoNotMakeTheRestSeemShort() {
        ProgressDisplay.Lines lines = lines(4, 4000);
        lines.skip(1000);
        lines.runFinished(1);
        assertThat(text()).last().isEqualTo("boston: 1 of 4 runs done (0 s)");
        pass(30);
        lines.advance(1000);
        lines.runFinished(2);
        assertThat(text()).last().isEqualTo("boston: 2 of 4 runs done (30 s, about 60 s left)");
    }

    @Test
    void oneRunIsNotSeveral() {
        lines(1, 200);
        assertThat(text()).containsExactly("boston: 1 run, 200 iterations in all");
    }
}
