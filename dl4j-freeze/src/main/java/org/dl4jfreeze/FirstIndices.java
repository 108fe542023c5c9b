package org.dl4jfreeze;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Text of the first of many indices, for {@code toString()}. */
final class FirstIndices {

    static final int SHOWN = 8;

    private FirstIndices() {}

    /** Returns the first indices, after a colon; nothing if there are none. */
    static String of(IntStream indices, int total) {
        return total == 0
                ? ""
                : indices.limit(SHOWN)
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(", ", ": ", total > SHOWN ? ", ..." : ""));
    }
}
