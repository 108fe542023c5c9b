package org.dl4jfreeze.architecture;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;

/** Compares a rule's violations with the listed ones: a list of exceptions can only become shorter. */
final class TodaysExceptions {

    private TodaysExceptions() {}

    /** Fails if there is a violation that is not listed, or a listed one that does not occur any more. */
    static void assertOnly(String rule, Collection<String> listed, Collection<String> found) {
        SortedSet<String> unlisted = new TreeSet<>(found);
        unlisted.removeAll(listed);
        SortedSet<String> gone = new TreeSet<>(listed);
        gone.removeAll(found);
        SoftAssertions.assertSoftly(softly -> {
            softly.assertThat(unlisted)
                    .as("%s. Violations: change the code, not the list", rule)
                    .isEmpty();
            softly.assertThat(gone)
                    .as("%s. Listed exceptions that do not occur any more: delete them from the list", rule)
                    .isEmpty();
        });
    }
}
