package org.dl4jfreeze.support;

import java.io.IOException;
import java.nio.file.Path;

/** What {@link ObservedFileSystem} tells its observer before it does it. */
public enum FileOperation {
    OPEN,
    WRITE,
    FORCE,
    LOCK,
    MOVE,
    DELETE,
    SET_GROUP,
    SET_OWNER,
    SET_PERMISSIONS;

    /** Looks at operations, and refuses some. */
    public interface Observer {

        /**
         * Observes an operation that follows.
         *
         * @param file  the path in the default file system; the source of a move
         * @param bytes written so far by the channel, and those to write; 0 for other operations
         * @throws IOException to refuse it
         */
        void before(FileOperation operation, Path file, long bytes) throws IOException;
    }
}
