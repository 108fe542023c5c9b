package org.dl4jfreeze.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** The entries of a checkpoint by name, to be changed and zipped again, with or without hashes that hide the change. */
final class CheckpointZip {

    static final String JSON = "dl4jfreeze/checkpoint.json";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    CheckpointZip(byte[] file) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
    }

    Map<String, byte[]> entries() {
        return entries;
    }

    byte[] get(String name) {
        return entries.get(name);
    }

    CheckpointZip put(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    JsonNode json(String name) throws IOException {
        return MAPPER.readTree(entries.get(name));
    }

    CheckpointZip put(String name, JsonNode json) throws IOException {
        return put(name, MAPPER.writeValueAsBytes(json));
    }

    /** Enters the hashes of the present entries into the JSON, as a forger does. */
    CheckpointZip rehash() throws IOException {
        ObjectNode json = (ObjectNode) json(JSON);
        ObjectNode listed = json.putObject("entries");
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            if (!entry.getKey().equals(JSON)) {
                listed.putObject(entry.getKey())
                        .put("bytes", entry.getValue().length)
                        .put("sha256", sha256(entry.getValue()));
            }
        }
        return put(JSON, json);
    }

    private static String sha256(byte[] content) {
        try {
            StringBuilder hexadecimal = new StringBuilder();
            for (byte one : MessageDigest.getInstance("SHA-256").digest(content)) {
                hexadecimal.append(String.format("%02x", one));
            }
            return hexadecimal.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] zip() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return file.toByteArray();
    }
}
