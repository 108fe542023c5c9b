package org.dl4jfreeze.internal.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** The file that a save replaces or creates, after everything has been refused that cannot be replaced. */
final class SaveTarget {

    /** As many as Linux follows. */
    private static final int LONGEST_CHAIN = 40;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> ALL_WRITE = PosixFilePermissions.fromString("-w--w--w-");

    private final Path file;

    /** Null if there is no such file yet, or the system knows no such permissions. */
    private final PosixFileAttributes existing;

    private SaveTarget(Path file, PosixFileAttributes existing) {
        this.file = file;
        this.existing = existing;
    }

    /**
     * Looks at a file before it is replaced.
     *
     * @throws IllegalArgumentException if it can't be
     */
    static SaveTarget of(Path target) throws IOException {
        Path file = followed(target);
        String name =
                file.equals(target.toAbsolutePath()) ? "" + target : target + " (a symbolic link to " + file + ")";
        if (Files.isDirectory(file)) {
            throw refused(name, "a directory", "name a file in it");
        }
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw refused(
                    name,
                    "that its directory " + folder + " does not exist, is not accessible, or is no directory",
                    "create the directory first");
        }
        // without links: these could be changed during the save
        Path real = folder.toRealPath().resolve(file.getFileName());
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return new SaveTarget(real, null);
        } catch (IOException e) {
            // a name that is too long, for example: known before hours of work are written
            throw new IOException("Cannot save to " + name + ": " + e + "; choose another file", e);
        }
        if (!attributes.isRegularFile()) {
            throw refused(name, "a device, pipe or other special file", "choose another name");
        }
        PosixFileAttributeView view = posix(real);
        PosixFileAttributes existing = view == null ? null : view.readAttributes();
        if (!Files.isWritable(real) || isReadOnly(existing)) {
            throw refused(name, "a read-only file", "make it writable, or choose another name");
        }
        return new SaveTarget(real, existing);
    }

    private static Path followed(Path target) throws IOException {
        Path file = target.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(file); links++) {
            if (links == LONGEST_CHAIN) {
                throw refused("" + target, "a loop of symbolic links, or too many of them", "correct the link");
            }
            file = file.resolveSibling(Files.readSymbolicLink(file));
        }
        return file;
    }

    private static IllegalArgumentException refused(String name, String found, String remedy) {
        return new IllegalArgumentException(
                "Cannot save to " + name + ": expected a file that can be written, found " + found + "; " + remedy);
    }

    /** Tells whether nobody may write: the superuser could, but a read-only file is not meant to be replaced by anybody. */
    private static boolean isReadOnly(PosixFileAttributes attributes) {
        if (attributes == null) {
            return false;
        }
        Set<PosixFilePermission> writing = EnumSet.copyOf(ALL_WRITE);
        writing.retainAll(attributes.permissions());
        return writing.isEmpty();
    }

    private static PosixFileAttributeView posix(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class);
    }

    /** Returns the file itself, with links followed. */
    Path file() {
        return file;
    }

    /** Returns what the new file must be created with, so that it is at no moment more readable than the old one. */
    FileAttribute<?>[] firstAttributes() {
        return existing == null
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)};
    }

    /** Gives the old file's permissions, group and owner to the new one. */
    void giveAttributesTo(Path created) throws IOException {
        if (existing == null) {
            return;
        }
        PosixFileAttributeView view = posix(created);
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(existing.permissions());
        if (!giveGroup(view)) {
            withholdFromGroup(permissions);
        }
        if (!permissions.equals(view.readAttributes().permissions())) {
            view.setPermissions(permissions);
        }
        giveOwner(view);
    }

    private boolean giveGroup(PosixFileAttributeView view) {
        try {
            if (!existing.group().equals(view.readAttributes().group())) {
                view.setGroup(existing.group());
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The new file is of another group than the old one, which may do no more than everybody. */
    private static void withholdFromGroup(Set<PosixFilePermission> permissions) {
        if (!permissions.contains(PosixFilePermission.OTHERS_READ)) {
            permissions.remove(PosixFilePermission.GROUP_READ);
        }
        if (!permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            permissions.remove(PosixFilePermission.GROUP_WRITE);
        }
        if (!permissions.contains(PosixFilePermission.OTHERS_EXECUTE)) {
            permissions.remove(PosixFilePermission.GROUP_EXECUTE);
        }
    }

    private void giveOwner(PosixFileAttributeView view) throws IOException {
        if (existing.owner().equals(view.getOwner())) {
            return;
        }
        try {
            view.setOwner(existing.owner());
        } catch (IOException e) {
            // only the superuser may give files away: the file is then of whom has written it
        }
    }
}
