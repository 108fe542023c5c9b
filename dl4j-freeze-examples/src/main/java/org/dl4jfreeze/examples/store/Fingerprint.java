package org.dl4jfreeze.examples.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.dl4jfreeze.examples.data.TrainTest;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.experiment.Settings;

/**
 * Identifies everything that decides the result of a run of a given number: experiment, settings, data, and the program itself.
 * The number of runs and the number of threads are not part of it.
 */
public record Fingerprint(String value) {

    private static final int LENGTH = 16;

    public static Fingerprint of(Experiment experiment, Settings settings, TrainTest data) {
        Settings deciding =
                settings.withRuns(1).withFreezing(settings.freezeAt(), Settings.GIVEN, settings.iterations());
        List<Object> parts = List.of(experiment.name(), deciding, data.checksum(), ProgramChecksum.value());
        return new Fingerprint(DigestUtils.sha256Hex(parts.toString().getBytes(StandardCharsets.UTF_8))
                .substring(0, LENGTH));
    }
}
