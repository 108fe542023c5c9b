package org.dl4jfreeze.support;

import java.io.IOException;
import java.util.Collections;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Copies of entries of zip files. */
public final class ZipEntries {

    private ZipEntries() {}

    /** Copies the entries of some names. */
    public static void copy(ZipFile from, Predicate<String> names, ZipOutputStream to) throws IOException {
        for (ZipEntry entry : Collections.list(from.entries())) {
            if (names.test(entry.getName())) {
                to.putNextEntry(new ZipEntry(entry.getName()));
                from.getInputStream(entry).transferTo(to);
                to.closeEntry();
            }
        }
    }
}
