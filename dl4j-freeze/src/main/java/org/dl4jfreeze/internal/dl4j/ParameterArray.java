package org.dl4jfreeze.internal.dl4j;

import java.util.Objects;
import org.dl4jfreeze.ParameterGroup;

/** A parameter array as DL4J's updater blocks describe it, or a checkpoint. */
public final class ParameterArray implements ParameterGroup {

    private final String layer;
    private final String name;
    private final int offset;
    private final int length;
    private final boolean freezable;

    public ParameterArray(String layer, String name, int offset, int length, boolean freezable) {
        this.layer = layer;
        this.name = name;
        this.offset = offset;
        this.length = length;
        this.freezable = freezable;
    }

    @Override
    public String layer() {
        return layer;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public boolean isFreezable() {
        return freezable;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ParameterArray
                && Objects.equals(((ParameterArray) other).layer, layer)
                && Objects.equals(((ParameterArray) other).name, name)
                && ((ParameterArray) other).offset == offset
                && ((ParameterArray) other).length == length
                && ((ParameterArray) other).freezable == freezable;
    }

    @Override
    public int hashCode() {
        return Objects.hash(layer, name, offset, length, freezable);
    }

    @Override
    public String toString() {
        return layer + "." + name + "[" + offset + "," + (offset + length) + ")";
    }
}
