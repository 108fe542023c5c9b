package org.dl4jfreeze.support;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.dl4jfreeze.internal.memory.ArraySink;
import org.dl4jfreeze.internal.memory.ArraySource;
import org.dl4jfreeze.internal.memory.ElementType;

/** Saved arrays in the heap. */
public final class MemoryArrays implements ArraySink, ArraySource {

    private final Map<String, ByteArrayOutputStream> contents = new HashMap<>();
    private final Map<String, String> types = new HashMap<>();

    @Override
    public OutputStream create(String name, ElementType type, long... shape) {
        types.put(name, type + Arrays.toString(shape));
        contents.put(name, new ByteArrayOutputStream());
        return contents.get(name);
    }

    @Override
    public void check(String name, ElementType type, long... shape) throws IOException {
        if (!(type + Arrays.toString(shape)).equals(types.get(name))) {
            throw new IOException(name + " is " + types.get(name));
        }
    }

    @Override
    public InputStream open(String name, ElementType type, long... shape) throws IOException {
        check(name, type, shape);
        return new ByteArrayInputStream(contents.get(name).toByteArray());
    }
}
