package org.dl4jfreeze.examples.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Settings;

/**
 * Identifies all that decides what a run of a given number gives: experiment, settings, data, and the program itself. How
 * many runs there are, and on how many threads, is not part of it.
 */
public final class Fingerprint {

    private static final int LENGTH = 16;

    private final String value;

    private Fingerprint(String value) {
        this.value = value;
    }

    /**
     * The fingerprint of an experiment.
     *
     * @param experiment data set and network
     * @param settings   the settings
     * @param data       the examples
     * @return the fingerprint
     */
    public static Fingerprint of(Experiment experiment, Settings settings, TrainTest data) {
        Map<String, Object> deciding = settings.values();
        deciding.keySet().removeAll(List.of("runs", "t0_rule"));
        List<Object> parts = List.of(experiment.name(), deciding, data.checksum(), ProgramChecksum.value());
        return new Fingerprint(DigestUtils.sha256Hex(parts.toString().getBytes(StandardCharsets.UTF_8))
                .substring(0, LENGTH));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint && ((Fingerprint) other).value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** The name of a folder. */
    @Override
    public String toString() {
        return value;
    }
}
