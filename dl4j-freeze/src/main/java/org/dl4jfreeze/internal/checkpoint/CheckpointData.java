package org.dl4jfreeze.internal.checkpoint;

import java.util.Map;
import org.dl4jfreeze.internal.run.OptionsData;
import org.dl4jfreeze.internal.run.RunData;

/** The content of {@code dl4jfreeze/checkpoint.json}: everything that is small, and what identifies the other entries. */
final class CheckpointData {

    /** The version of the format. */
    static final int VERSION = 1;

    public Integer version;
    /** The simple name of the network's class. */
    public String network;

    public OptionsData options;
    /** Null if the listener had not seen the network. */
    public RunData training;
    /** The other entries of the file that belong to the checkpoint, by name. */
    public Map<String, Entry> entries;

    /** Identifies the content of an entry. */
    static final class Entry {
        public Long bytes;
        public String sha256;
    }
}
