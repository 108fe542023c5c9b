package org.dl4jfreeze.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A file of {@link ObservedFileSystem}. */
final class ObservedChannel extends FileChannel {

    private final FileChannel real;
    private final Path file;
    private final FileOperation.Observer observer;

    ObservedChannel(FileChannel real, Path file, FileOperation.Observer observer) {
        this.real = real;
        this.file = file;
        this.observer = observer;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        observer.before(FileOperation.WRITE, file, real.position() + bytes.remaining());
        return real.write(bytes);
    }

    @Override
    public void force(boolean all) throws IOException {
        observer.before(FileOperation.FORCE, file, 0);
        real.force(all);
    }

    @Override
    public FileLock tryLock(long from, long count, boolean shared) throws IOException {
        observer.before(FileOperation.LOCK, file, 0);
        return real.tryLock(from, count, shared);
    }

    @Override
    public FileLock lock(long from, long count, boolean shared) throws IOException {
        observer.before(FileOperation.LOCK, file, 0);
        return real.lock(from, count, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
        return real.read(bytes);
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] buffers, int from, int count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] buffers, int from, int count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer bytes, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer bytes, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }
}
