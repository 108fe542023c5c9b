package org.dl4jfreeze.internal.checkpoint;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.dl4jfreeze.internal.memory.ArraySource;
import org.dl4jfreeze.internal.memory.ElementType;

/**
 * Reads the entries of a checkpoint from a zip file. Nothing is returned as read before it has been compared with what was written:
 * first the length, which limits how much is read, and at the end the hash.
 */
final class EntryReader implements ArraySource {

    /** What a byte of JSON can become in the heap: an empty object takes two or three, and its tree and data some 200. */
    private static final int HEAP_PER_BYTE = 128;

    private final ZipFile zip;
    private Map<String, CheckpointData.Entry> entries = new HashMap<>();

    EntryReader(ZipFile zip) {
        this.zip = zip;
    }

    /** Sets what identifies the entries that may be read from now on. */
    void expect(Map<String, CheckpointData.Entry> expected) {
        entries = expected;
    }

    /** Tells whether the file has an entry, listed or not. */
    boolean has(String name) {
        return zip.getEntry(name) != null;
    }

    /** Reads an entry that nothing identifies, except for the zip file's own length and checksum. */
    String unidentifiedText(String name, int limit) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        requireHeap(entry, limit);
        byte[] content;
        try (InputStream in = zip.getInputStream(entry)) {
            content = in.readNBytes((int) entry.getSize() + 1);
        } catch (ZipException | EOFException e) {
            throw damaged(entry, e);
        }
        CRC32 checksum = new CRC32();
        checksum.update(content, 0, content.length);
        if (content.length != entry.getSize() || checksum.getValue() != entry.getCrc()) {
            throw new ZipException("the checksum of " + name + " is wrong");
        }
        return new String(content, StandardCharsets.UTF_8);
    }

    /** Checks the length of a text before memory is taken for it, and for what is made of it. */
    private static void requireHeap(ZipEntry entry, int limit) throws ZipException {
        long bytes = entry.getSize();
        if (bytes < 0 || bytes > limit) {
            throw new ZipException(entry.getName() + " has " + bytes + " bytes, expected at most " + limit);
        }
        long most = Runtime.getRuntime().maxMemory() / HEAP_PER_BYTE;
        if (bytes > most) {
            throw new IllegalStateException(entry.getName() + " has " + bytes
                    + " bytes, and with this heap memory at most " + most + " are read; raise it by -Xmx");
        }
    }

    /** Reads an entry of at most a number of bytes. */
    String text(String name, int limit) throws IOException {
        ZipEntry entry = find(name);
        requireHeap(entry, limit);
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private ZipEntry find(String name) throws ZipException {
        CheckpointData.Entry expected = entries.get(name);
        ZipEntry entry = zip.getEntry(name);
        if (expected == null || expected.bytes == null || expected.sha256 == null) {
            throw new ZipException(CheckpointFile.JSON + " does not list the length and hash of " + name);
        }
        if (entry == null) {
            throw new ZipException("the entry " + name + " is missing");
        }
        if (entry.getSize() != expected.bytes) {
            throw new ZipException("the entry " + name + " has " + entry.getSize() + " bytes, expected the "
                    + expected.bytes + " that were saved");
        }
        return entry;
    }

    /** Returns the number of bytes of an entry. */
    long bytes(String name) throws ZipException {
        return find(name).getSize();
    }

    /** Opens an entry. All of it must be read, and the stream closed: only then it is known to be what was saved. */
    InputStream open(String name) throws IOException {
        ZipEntry entry = find(name);
        CheckpointData.Entry expected = entries.get(name);
        EntryDigest digest = new EntryDigest();
        return new FilterInputStream(content(entry)) {

            private long remaining = expected.bytes;
            private boolean closed;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] content, int from, int count) throws IOException {
                if (count == 0 || remaining == 0) {
                    return count == 0 ? 0 : -1;
                }
                int found;
                try {
                    found = super.read(content, from, (int) Math.min(count, remaining));
                } catch (ZipException | EOFException e) {
                    throw damaged(entry, e);
                }
                if (found < 0) {
                    throw new ZipException("the entry " + name + " ends " + remaining + " bytes early");
                }
                digest.update(content, from, found);
                remaining -= found;
                return found;
            }

            @Override
            public boolean markSupported() {
                return false;
            }

            @Override
            public void close() throws IOException {
                if (closed) {
                    return;
                }
                closed = true;
                super.close();
                if (!digest.entry().sha256.equals(expected.sha256)) {
                    throw new ZipException("the entry " + name + " is not what was saved: its SHA-256 is wrong");
                }
            }
        };
    }

    private InputStream content(ZipEntry entry) throws IOException {
        try {
            return zip.getInputStream(entry);
        } catch (ZipException | EOFException e) {
            throw damaged(entry, e);
        }
    }

    private static ZipException damaged(ZipEntry entry, IOException e) {
        ZipException damaged = new ZipException("the entry " + entry.getName() + " is damaged"
                + (e instanceof EOFException ? ": it ends early" : ": " + e.getMessage()));
        damaged.initCause(e);
        return damaged;
    }

    @Override
    public void check(String name, ElementType type, long... shape) throws IOException {
        String entry = EntryWriter.nameOf(name);
        long bytes = Npy.bytes(type, shape);
        if (find(entry).getSize() != bytes) {
            throw new ZipException("the entry " + entry + " has " + find(entry).getSize() + " bytes, expected " + bytes
                    + " for an array of shape " + Arrays.toString(shape));
        }
    }

    @Override
    public InputStream open(String name, ElementType type, long... shape) throws IOException {
        check(name, type, shape);
        InputStream in = open(EntryWriter.nameOf(name));
        byte[] header = Npy.header(type, shape);
        if (!Arrays.equals(in.readNBytes(header.length), header)) {
            throw new ZipException("the entry " + EntryWriter.nameOf(name) + " is not an array of type " + type.code()
                    + " and shape " + Arrays.toString(shape));
        }
        return in;
    }
}
