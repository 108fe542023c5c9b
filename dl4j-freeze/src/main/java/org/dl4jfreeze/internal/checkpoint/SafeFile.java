package org.dl4jfreeze.internal.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Replaces a file as a whole: whatever fails, and whenever the process is killed, its name leads to the old content or to the new one.
 *
 * <p>The new content is written to a work file in the same directory and synced to the disk before it is moved. Concurrent saves of
 * one file, of any number of threads and processes, do not disturb each other: the last one wins.
 *
 * <p>Permissions, owner and group of an existing file are kept as far as the process may set them, and a symbolic link stays what it
 * is. Other hard links to the old file keep the old content.
 */
public final class SafeFile {

    /** Writes the content of a file. */
    public interface Writer {

        /**
         * Writes everything. The file is not replaced if this fails, or if the stream has failed and this has ignored it.
         *
         * @param out buffered; may be closed
         */
        void write(OutputStream out) throws IOException;
    }

    private SafeFile() {}

    /**
     * Creates or replaces a file.
     *
     * @throws IllegalArgumentException if the target can't be replaced because it is a directory, a special file, read-only, or its
     *     directory does not exist
     * @throws IOException              if something fails; the target is as it was before. Where only the last step failed, the
     *     message names the finished work file
     */
    public static void write(Path target, Writer writer) throws IOException {
        SaveTarget place = SaveTarget.of(target);
        Path file = place.file();
        List<Path> superseded = WorkFile.removeAbandoned(file);
        try (WorkFile work = WorkFile.create(file)) {
            work.fill(place, writer);
            replace(file, work);
        }
        sync(file.getParent());
        superseded.forEach(WorkFile::deleteIfPossible);
    }

    private static void replace(Path file, WorkFile work) throws IOException {
        try {
            Files.move(work.content(), file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            if (!work.keep()) {
                throw new IOException(
                        "Cannot replace " + file + ", which is as it was before: the finished work file "
                                + work.content() + " was removed by another process (" + e + "); save again",
                        e);
            }
            throw new IOException(
                    "Cannot replace " + file + ", which is as it was before (" + e
                            + "). The new content is complete in "
                            + work.content() + ": move that file to " + file + " by hand, or save again, which"
                            + " deletes it once it has succeeded",
                    e);
        }
    }

    /** Makes the move survive a power failure, where the system can do that. */
    private static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no directories, and some network file systems sync none. Nothing is lost by that: after a
            // power
            // failure the name leads to the old file or to the new one, and both are complete.
        }
    }
}
