package org.dl4jfreeze.internal.statistics;

import java.util.List;
import org.dl4jfreeze.internal.memory.ArrayElements;
import org.dl4jfreeze.internal.memory.VectorSegment;

/**
 * Samples a few numbers of a diagonal covariance, to detect that other code has overwritten the updater state in which it lies. Every
 * sample changes all of them, so that another state, or an erased one, has others.
 */
final class VarianceFingerprint {

    private static final int SAMPLES = 16;

    private final List<VectorSegment> segments;
    private final double[] values;
    private final ArrayElements elements = new ArrayElements();

    /** Takes the fingerprint of what segments hold now. */
    VarianceFingerprint(List<VectorSegment> segments) {
        this.segments = segments;
        this.values = new double[SAMPLES * segments.size()];
        take();
    }

    /** Remembers what the segments hold now. */
    void take() {
        for (int i = 0; i < values.length; i++) {
            values[i] = get(i);
        }
    }

    /** Tells whether the segments still hold what is remembered. */
    boolean isPresent() {
        boolean same = true;
        for (int i = 0; i < values.length; i++) {
            same &= Double.compare(values[i], get(i)) == 0;
        }
        return same;
    }

    private double get(int i) {
        VectorSegment segment = segments.get(i / SAMPLES);
        elements.look(segment.values());
        return elements.get((int) (segment.values().length() * (i % SAMPLES) / SAMPLES));
    }
}
