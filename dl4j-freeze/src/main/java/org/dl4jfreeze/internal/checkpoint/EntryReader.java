package org.dl4jfreeze.internal.checkpoint;

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

    /** Reads an entry that nothing identifies, except for the zip file's own checksum. */
    String unidentifiedText(String name, int limit) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        CRC32 checksum = new CRC32();
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] content = in.readNBytes(limit + 1);
            checksum.update(content, 0, content.length);
            if (content.length > limit) {
                throw new ZipException(name + " has more than " + limit + " bytes");
            }
            if (checksum.getValue() != entry.getCrc()) {
                throw new ZipException("the checksum of " + name + " is wrong");
            }
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    /** Reads an entry of at most a number of bytes. */
    String text(String name, int limit) throws IOException {
        ZipEntry entry = find(name);
        if (entry.getSize() > limit) {
            throw new ZipException(name + " has more than " + limit + " bytes");
        }
        try (InputStream in = open(name)) {
            return new String(in.readNBytes(limit), StandardCharsets.UTF_8);
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

    /** Opens an entry. All of it must be read, and the stream closed: only then it is known to be what was saved. */
    InputStream open(String name) throws IOException {
        ZipEntry entry = find(name);
        CheckpointData.Entry expected = entries.get(name);
        EntryDigest digest = new EntryDigest();
        return new FilterInputStream(zip.getInputStream(entry)) {

            private long remaining = expected.bytes;
            private boolean closed;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] content, int from, int count) throws IOException {
                int found = super.read(content, from, (int) Math.min(count, remaining));
                if (found <= 0) {
                    return count == 0 ? 0 : -1;
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
