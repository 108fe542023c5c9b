package org.dl4jfreeze.internal.checkpoint;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Computes what identifies the content of an entry, while it is read or written. */
final class EntryDigest {

    private final MessageDigest sha256;
    private long bytes;

    EntryDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    void update(byte[] content, int from, int count) {
        sha256.update(content, from, count);
        bytes += count;
    }

    /** Returns what identifies the content so far; to be called once. */
    CheckpointData.Entry entry() {
        CheckpointData.Entry entry = new CheckpointData.Entry();
        entry.bytes = bytes;
        StringBuilder hexadecimal = new StringBuilder();
        for (byte one : sha256.digest()) {
            hexadecimal.append(Character.forDigit(one >> 4 & 15, 16)).append(Character.forDigit(one & 15, 16));
        }
        entry.sha256 = hexadecimal.toString();
        return entry;
    }
}
