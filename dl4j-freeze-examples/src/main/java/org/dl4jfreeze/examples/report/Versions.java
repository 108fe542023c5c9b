package org.dl4jfreeze.examples.report;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Versions of the software that produced the numbers. */
public final class Versions {

    private static final String RESOURCE = "/org/dl4jfreeze/examples/versions.properties";

    private Versions() {}

    /** Returns versions by name: dl4j-freeze, deeplearning4j, java, os. */
    public static Map<String, String> all() {
        Properties built = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream(RESOURCE)) {
            built.load(in);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + RESOURCE + " of this program", e);
        }
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("dl4j-freeze", built.getProperty("dl4j-freeze"));
        versions.put("deeplearning4j", built.getProperty("deeplearning4j"));
        versions.put("java", System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")");
        versions.put(
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        return versions;
    }
}
