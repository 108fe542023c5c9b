package org.dl4jfreeze.internal.checkpoint;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Enumeration;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Reads and writes entries of DL4J's model file, and objects in it, where DL4J's {@code ModelSerializer.addObjectToFile} puts them. No
 * entry is held in the heap as a whole, and none with a wrong checksum is read.
 */
public final class ModelZip {

    /** Where DL4J keeps what is added to its own entries. */
    static final String OBJECTS = "objects/";

    private ModelZip() {}

    /**
     * Copies entries from one zip file to another.
     *
     * @param names selects the entries
     * @throws ZipException if one of them is damaged
     */
    public static void copy(ZipFile from, Predicate<String> names, ZipOutputStream to) throws IOException {
        Enumeration<? extends ZipEntry> entries = from.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            if (names.test(entry.getName())) {
                to.putNextEntry(new ZipEntry(entry.getName()));
                try (InputStream in = open(from, entry)) {
                    in.transferTo(to);
                }
                to.closeEntry();
            }
        }
    }

    /** Adds an object under a name. */
    public static void putObject(ZipOutputStream zip, String key, Serializable object) throws IOException {
        zip.putNextEntry(new ZipEntry(OBJECTS + key));
        // not closed, for that would close the file
        ObjectOutputStream out = new ObjectOutputStream(zip);
        out.writeObject(object);
        out.flush();
        zip.closeEntry();
    }

    /** Tells whether the file contains an object of a name. */
    public static boolean hasObject(ZipFile zip, String key) {
        return zip.getEntry(OBJECTS + key) != null;
    }

    /**
     * Reads the object of a name, which must be in the file.
     *
     * @throws ZipException if it is damaged
     */
    public static Object object(ZipFile zip, String key) throws IOException, ClassNotFoundException {
        ZipEntry entry = zip.getEntry(OBJECTS + key);
        try (InputStream in = open(zip, entry)) {
            // reads everything once before: a damaged object could request any amount of memory
            in.transferTo(OutputStream.nullOutputStream());
        }
        try (ObjectInputStream in = new ObjectInputStream(open(zip, entry))) {
            return in.readObject();
        }
    }

    /** Opens an entry; the stream throws at its end if the content is not what was written. */
    static InputStream open(ZipFile zip, ZipEntry entry) throws IOException {
        CheckedInputStream checked = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
        return new FilterInputStream(checked) {

            @Override
            public int read() throws IOException {
                return checkedAtEnd(checked.read());
            }

            @Override
            public int read(byte[] bytes, int from, int count) throws IOException {
                return checkedAtEnd(checked.read(bytes, from, count));
            }

            private int checkedAtEnd(int result) throws ZipException {
                if (result < 0 && checked.getChecksum().getValue() != entry.getCrc()) {
                    throw new ZipException("the checksum of " + entry.getName() + " is wrong");
                }
                return result;
            }
        };
    }
}
