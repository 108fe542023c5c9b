package org.dl4jfreeze.internal.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/** Writes to a file that stays open, and remembers a failure that its user ignores, as {@code PrintStream} does. */
final class ContentStream extends OutputStream {

    /** Java copies what is written at a time to off-heap memory, and keeps that. */
    static final int PIECE = 1 << 16;

    private final OutputStream file;
    private IOException failure;

    ContentStream(FileChannel channel) {
        file = Channels.newOutputStream(channel);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        requireComplete();
        try {
            for (int done = 0; done < count; ) {
                int piece = Math.min(PIECE, count - done);
                file.write(bytes, from + done, piece);
                done += piece;
            }
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** Throws what has failed before. */
    void requireComplete() throws IOException {
        if (failure != null) {
            throw new IOException("Bytes that could not be written are missing: " + failure, failure);
        }
    }
}
