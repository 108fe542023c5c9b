package org.dl4jfreeze.internal.checkpoint;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The file that a save writes before it moves it, and a lock file of the same name but for its end.
 *
 * <p>The lock file is created first and deleted last, and locked in between. The system unlocks it when the process ends, however it
 * ends. So others know a work file's state by its lock file: locked while it is written; not locked if its process was killed; none
 * if it is finished and could not be moved. The state is not in the work file's own name, because where a file cannot be moved it
 * cannot be renamed either.
 */
final class WorkFile implements AutoCloseable {

    private static final String LOCK = ".lock";
    private static final String CONTENT = ".work";
    private static final int MOST_ATTEMPTS = 100;

    /** Files of this process: to open and close one of their lock files would unlock it, on most systems. */
    private static final Set<String> IN_USE = ConcurrentHashMap.newKeySet();

    private final String name;
    private final Path content;
    private final Path lockFile;
    private final FileChannel lock;
    private boolean kept;

    private WorkFile(Path folder, String name, FileChannel lock) {
        this.name = name;
        this.lock = lock;
        content = folder.resolve(name + CONTENT);
        lockFile = folder.resolve(name + LOCK);
    }

    /** Locks a new work file for a save of the given file; the work file itself does not exist yet. */
    static WorkFile create(Path target) throws IOException {
        Path folder = target.getParent();
        try {
            for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
                String name = prefix(target) + UUID.randomUUID();
                WorkFile work = locked(folder, name);
                if (work != null) {
                    return work;
                }
            }
        } catch (IOException e) {
            throw new IOException(
                    "Cannot create a work file in " + folder + " (" + e
                            + "): a file is saved by way of another one in the"
                            + " same directory, where creating files must be allowed",
                    e);
        }
        throw new IOException("Cannot lock a work file in " + folder + ": other processes deleted " + MOST_ATTEMPTS
                + " of them; save again");
    }

    /** Returns null if another process took the lock file for an abandoned one, before it was locked. */
    private static WorkFile locked(Path folder, String name) throws IOException {
        IN_USE.add(name);
        WorkFile work = null;
        try {
            Path lockFile = folder.resolve(name + LOCK);
            FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (isLocked(channel) && Files.exists(lockFile)) {
                work = new WorkFile(folder, name, channel);
            } else {
                channel.close();
                deleteIfPossible(lockFile);
            }
        } finally {
            if (work == null) {
                IN_USE.remove(name);
            }
        }
        return work;
    }

    private static boolean isLocked(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            // a file system without locks: others cannot lock the file either, and so leave it
            return true;
        }
    }

    Path content() {
        return content;
    }

    /** Writes everything and syncs it to the disk. */
    void fill(SaveTarget target, SafeFile.Writer writer) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(content, options, target.firstAttributes())) {
            target.giveAttributesTo(content);
            ContentStream file = new ContentStream(channel);
            BufferedOutputStream out = new BufferedOutputStream(file, ContentStream.PIECE);
            writer.write(out);
            out.flush();
            file.requireComplete();
            channel.force(true);
        }
    }

    /**
     * Keeps the finished file beyond {@link #close}.
     *
     * @return whether it is still there
     */
    boolean keep() {
        kept = Files.exists(content, LinkOption.NOFOLLOW_LINKS);
        return kept;
    }

    /** Deletes what was not moved, and unlocks. */
    @Override
    public void close() {
        // in this order: a work file without lock file is a finished one
        if (kept || deleteIfPossible(content)) {
            deleteIfPossible(lockFile);
        }
        try {
            lock.close();
        } catch (IOException e) {
            // nothing was written to it
        }
        IN_USE.remove(name);
    }

    /**
     * Deletes the partial work files that killed processes left of saves of a file.
     *
     * @return the finished ones, which a successful save makes superfluous
     */
    static List<Path> removeAbandoned(Path target) {
        List<Path> finished = new ArrayList<>();
        String prefix = prefix(target);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(target.getParent())) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.startsWith(prefix) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    continue;
                }
                if (name.endsWith(LOCK)) {
                    removeIfAbandoned(file, name.substring(0, name.length() - LOCK.length()));
                } else if (name.endsWith(CONTENT)
                        && Files.notExists(file.resolveSibling(name.replace(CONTENT, LOCK)))) {
                    finished.add(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // a directory that may be written but not read; whether files can be saved to it is seen when one is
            // created
        }
        return finished;
    }

    private static void removeIfAbandoned(Path lockFile, String name) {
        if (IN_USE.contains(name)) {
            return;
        }
        // shared, for which reading is enough: the file may be another user's
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.READ)) {
            if (channel.tryLock(0, Long.MAX_VALUE, true) != null
                    && deleteIfPossible(lockFile.resolveSibling(name + CONTENT))) {
                deleteIfPossible(lockFile);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // in use, or nobody can tell
        }
    }

    /** Returns whether there is no such file any more. */
    static boolean deleteIfPossible(Path file) {
        try {
            Files.deleteIfExists(file);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns how names of work files of a file begin: short, as the file's name may be as long as the system allows. */
    static String prefix(Path target) {
        byte[] name = target.getFileName().toString().getBytes(StandardCharsets.UTF_8);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name);
            return "dl4jfreeze-"
                    + new BigInteger(1, digest).toString(Character.MAX_RADIX).substring(0, 16) + "-";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform must have SHA-256", e);
        }
    }
}
