package org.dl4jfreeze.checkpoint;

import java.nio.file.Path;
import org.dl4jfreeze.FreezingCheckpoint;
import org.dl4jfreeze.support.KilledProcess;

/** Loads a checkpoint, and then trains and saves to the same file in an endless loop, of which the first round is not disturbed. */
final class CheckpointSaver {

    static final GoldenCheckpoint GOLDEN = GoldenCheckpoint.MULTI_LAYER_BEFORE_T0;

    private CheckpointSaver() {}

    /** Argument: the file. */
    public static void main(String[] arguments) {
        Path file = Path.of(arguments[0]);
        FreezingCheckpoint checkpoint = FreezingCheckpoint.load(file.toFile());
        for (int t = 0; ; t++) {
            GOLDEN.train(checkpoint.model(), t, t + 1);
            FreezingCheckpoint.save(checkpoint.model(), checkpoint.listener(), file.toFile());
            if (t == 0) {
                System.out.println(KilledProcess.STARTS);
            }
        }
    }
}
