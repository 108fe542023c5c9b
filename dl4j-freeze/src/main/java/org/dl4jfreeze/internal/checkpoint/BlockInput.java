package org.dl4jfreeze.internal.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads the stream that {@link BlockOutput} has written. */
final class BlockInput extends InputStream {

    private final ZipFile zip;
    private final String name;
    private final CRC32 checksum = new CRC32();
    private int blocks;
    /** Null before the first and after the last. */
    private InputStream present;

    BlockInput(ZipFile zip, String name) throws IOException {
        this.zip = zip;
        this.name = name;
        nextBlock();
    }

    private void nextBlock() throws IOException {
        close();
        ZipEntry next = zip.getEntry(BlockOutput.block(name, blocks));
        present = next == null ? null : ModelZip.open(zip, next);
        blocks++;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        while (present != null) {
            int found = present.read(bytes, from, count);
            if (found >= 0) {
                checksum.update(bytes, from, found);
                return found;
            }
            nextBlock();
        }
        return -1;
    }

    /** Returns the name of the block that would be next, at the end of the stream. */
    String missing() {
        return BlockOutput.block(name, blocks - 1);
    }

    /** Returns the checksum of all bytes so far. */
    long checksum() {
        return checksum.getValue();
    }

    @Override
    public void close() throws IOException {
        if (present != null) {
            present.close();
            present = null;
        }
    }
}
