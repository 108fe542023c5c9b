package org.dl4jfreeze.internal.checkpoint;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dl4jfreeze.internal.memory.ArraySink;
import org.dl4jfreeze.internal.memory.ElementType;

/** Writes the entries of a checkpoint to a zip file, and remembers what identifies each. */
final class EntryWriter implements ArraySink {

    private final ZipOutputStream zip;
    private final Map<String, CheckpointData.Entry> entries = new TreeMap<>();

    EntryWriter(ZipOutputStream zip) {
        this.zip = zip;
    }

    /** Returns what identifies the entries so far, by name. */
    Map<String, CheckpointData.Entry> entries() {
        return entries;
    }

    /** Begins an entry, which ends when the stream is closed. */
    OutputStream create(String name) throws IOException {
        return create(name, Deflater.DEFAULT_COMPRESSION);
    }

    private OutputStream create(String name, int level) throws IOException {
        zip.setLevel(level);
        zip.putNextEntry(new ZipEntry(name));
        EntryDigest digest = new EntryDigest();
        return new FilterOutputStream(zip) {

            private boolean closed;

            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] content, int from, int count) throws IOException {
                digest.update(content, from, count);
                zip.write(content, from, count);
            }

            @Override
            public void close() throws IOException {
                if (!closed) {
                    closed = true;
                    zip.closeEntry();
                    entries.put(name, digest.entry());
                }
            }
        };
    }

    @Override
    public OutputStream create(String name, ElementType type, long... shape) throws IOException {
        // the bits of numbers are nearly random, and masks mostly the same
        boolean compress = type == ElementType.BYTE;
        OutputStream out = create(nameOf(name), compress ? Deflater.DEFAULT_COMPRESSION : Deflater.NO_COMPRESSION);
        out.write(Npy.header(type, shape));
        return out;
    }

    /** Returns the name of the entry of an array. */
    static String nameOf(String array) {
        return CheckpointFile.FOLDER + array + ".npy";
    }
}
