package org.dl4jfreeze.internal.dl4j;

import java.util.Arrays;
import java.util.Objects;
import org.dl4jfreeze.ParameterGroup;

/** A parameter array as DL4J's updater blocks describe it, or a checkpoint. */
public final class ParameterArray implements ParameterGroup {

    private final String layer;
    private final String name;
    private final int offset;
    private final int length;
    private final boolean freezable;
    /** Not compared: a checkpoint does not know it. */
    private final ArrayLayout layout;

    /** Creates one of unknown shape, as a vector. */
    public ParameterArray(String layer, String name, int offset, int length, boolean freezable) {
        this(layer, name, offset, length, freezable, ArrayLayout.ofVector(length));
    }

    ParameterArray(String layer, String name, int offset, int length, boolean freezable, ArrayLayout layout) {
        this.layer = layer;
        this.name = name;
        this.offset = offset;
        this.length = length;
        this.freezable = freezable;
        this.layout = layout;
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
    public long[] shape() {
        return layout.shape();
    }

    @Override
    public int index(long... position) {
        if (!layout.contains(position)) {
            throw new IndexOutOfBoundsException("Invalid position " + Arrays.toString(position)
                    + ", must be within the shape " + layout + " of " + this + ", from 0 on");
        }
        return offset + (int) layout.place(position);
    }

    @Override
    public long[] position(int index) {
        if (index < offset || index >= offset + length) {
            throw new IndexOutOfBoundsException("Invalid index " + index + ", must be one of " + this
                    + "; choose the group that has it among FreezableNetwork.groups()");
        }
        return layout.position(index - offset);
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
