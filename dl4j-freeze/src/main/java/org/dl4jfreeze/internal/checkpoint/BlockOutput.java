package org.dl4jfreeze.internal.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a stream of bytes as several entries of a zip file, none too large for the Java array that DL4J reads each entry into. Not
 * compressed: the bits of gradients are nearly random.
 */
final class BlockOutput extends OutputStream {

    private final ZipOutputStream zip;
    private final String name;
    private final int blockBytes;
    private final CRC32 checksum = new CRC32();
    private int blocks;
    private int room;

    /** Writes entries {@code name.0}, {@code name.1} and so on, of {@code blockBytes} bytes each except the last. */
    BlockOutput(ZipOutputStream zip, String name, int blockBytes) {
        this.zip = zip;
        this.name = name;
        this.blockBytes = blockBytes;
        zip.setLevel(Deflater.NO_COMPRESSION);
    }

    /** Returns the name of a block. */
    static String block(String name, int number) {
        return name + "." + number;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        checksum.update(bytes, from, count);
        for (int done = 0; done < count; ) {
            if (room == 0) {
                nextBlock();
            }
            int now = Math.min(room, count - done);
            zip.write(bytes, from + done, now);
            done += now;
            room -= now;
        }
    }

    private void nextBlock() throws IOException {
        endBlock();
        zip.putNextEntry(new ZipEntry(block(name, blocks++)));
        room = blockBytes;
    }

    private void endBlock() throws IOException {
        if (blocks > 0) {
            zip.closeEntry();
        }
    }

    /** Returns the checksum of all bytes so far. */
    long checksum() {
        return checksum.getValue();
    }

    /** Ends the last block; the file stays open for more, compressed again. */
    @Override
    public void close() throws IOException {
        endBlock();
        zip.setLevel(Deflater.DEFAULT_COMPRESSION);
    }
}
