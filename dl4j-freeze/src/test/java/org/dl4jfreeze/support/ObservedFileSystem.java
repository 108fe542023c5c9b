package org.dl4jfreeze.support;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** Forwards everything to the default file system, after an observer was told of it, which may refuse. */
public final class ObservedFileSystem extends FileSystemProvider {

    private static final Map<String, FileOperation> ATTRIBUTES = Map.of(
            "setGroup", FileOperation.SET_GROUP,
            "setOwner", FileOperation.SET_OWNER,
            "setPermissions", FileOperation.SET_PERMISSIONS);

    private final FileSystemProvider real;
    private final FileOperation.Observer observer;
    private final FileSystem files;

    private ObservedFileSystem(FileSystem files, FileOperation.Observer observer) {
        real = files.provider();
        this.observer = observer;
        this.files = new ForwardingFileSystem(files, this);
    }

    /** Returns a path of the default file system with its operations observed. */
    public static Path observed(Path path, FileOperation.Observer observer) {
        return new ObservedFileSystem(path.getFileSystem(), observer).wrapped(path);
    }

    /** A path that forwards to another one, and belongs to this file system. */
    Path wrapped(Path path) {
        return path == null
                ? null
                : proxy(
                        Path.class,
                        (method, arguments) -> {
                            if (method.getName().equals("getFileSystem")) {
                                return files;
                            }
                            Object[] forwarded = arguments == null ? null : arguments.clone();
                            for (int i = 0; forwarded != null && i < forwarded.length; i++) {
                                forwarded[i] = unwrapped(forwarded[i]);
                            }
                            Object result = method.invoke(path, forwarded);
                            return result instanceof Path ? wrapped((Path) result) : result;
                        },
                        path);
    }

    /** Lets a proxy tell what it forwards to. */
    private interface Wrapper {

        Object wrappedObject();
    }

    private interface Handler {

        Object handle(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Handler handler, T object) {
        return type.cast(Proxy.newProxyInstance(
                ObservedFileSystem.class.getClassLoader(),
                new Class<?>[] {type, Wrapper.class},
                (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Wrapper.class) {
                        return object;
                    }
                    try {
                        return handler.handle(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static Object unwrapped(Object value) {
        return value instanceof Wrapper ? ((Wrapper) value).wrappedObject() : value;
    }

    static Path real(Path path) {
        return (Path) unwrapped(path);
    }

    private Path told(FileOperation operation, Path path) throws IOException {
        observer.before(operation, real(path), 0);
        return real(path);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        Path file = told(FileOperation.OPEN, path);
        return new ObservedChannel(real.newFileChannel(file, options, attributes), file, observer);
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        DirectoryStream<Path> found = real.newDirectoryStream(real(folder), path -> filter.accept(wrapped(path)));
        return new DirectoryStream<Path>() {

            @Override
            public Iterator<Path> iterator() {
                Iterator<Path> paths = found.iterator();
                return new Iterator<Path>() {

                    @Override
                    public boolean hasNext() {
                        return paths.hasNext();
                    }

                    @Override
                    public Path next() {
                        return wrapped(paths.next());
                    }
                };
            }

            @Override
            public void close() throws IOException {
                found.close();
            }
        };
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        V view = real.getFileAttributeView(real(path), type, options);
        if (!(view instanceof PosixFileAttributeView)) {
            return view;
        }
        return proxy(
                type,
                (method, arguments) -> {
                    FileOperation operation = ATTRIBUTES.get(method.getName());
                    if (operation != null) {
                        told(operation, path);
                    }
                    return method.invoke(view, arguments);
                },
                view);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        real.move(told(FileOperation.MOVE, source), real(target), options);
    }

    @Override
    public void delete(Path path) throws IOException {
        real.delete(told(FileOperation.DELETE, path));
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        real.createDirectory(real(folder), attributes);
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        real.copy(real(source), real(target), options);
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
        return real.isSameFile(real(one), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return real.isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return real.getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        real.checkAccess(real(path), modes);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return real.readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return real.readAttributes(real(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        real.setAttribute(real(path), attribute, value, options);
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        return wrapped(real.readSymbolicLink(real(link)));
    }

    @Override
    public String getScheme() {
        return "observed";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return files;
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException();
    }
}
