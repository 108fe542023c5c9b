package org.dl4jfreeze;

import java.util.Objects;

/**
 * One parameter array of one layer (its weights, its biases) and where it lies in the flat parameter vector.
 *
 * <p>A value: immutable, compared by content.
 */
public final class ParameterGroup {

    private final String layer;
    private final String name;
    private final int offset;
    private final int length;
    private final boolean freezable;

    public ParameterGroup(String layer, String name, int offset, int length, boolean freezable) {
        this.layer = layer;
        this.name = name;
        this.offset = offset;
        this.length = length;
        this.freezable = freezable;
    }

    /**
     * The layer's name, or its number if it has none.
     *
     * @return the layer
     */
    public String layer() {
        return layer;
    }

    /**
     * DL4J's name of the parameter array, such as {@code W} or {@code b}.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Index of the group's first parameter in the flat parameter vector.
     *
     * @return the offset
     */
    public int offset() {
        return offset;
    }

    /**
     * The number of parameters in the group.
     *
     * @return the length
     */
    public int length() {
        return length;
    }

    /**
     * Whether the group takes part in order and mask: its updater is a FreezingAdam, supervised training moves it (not so the
     * decoder of a variational autoencoder), and DL4J does not keep it fixed by a {@code FrozenLayerWithBackprop} anyway.
     *
     * @return whether its parameters can be frozen
     */
    public boolean isFreezable() {
        return freezable;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ParameterGroup
                && ((ParameterGroup) other).layer.equals(layer)
                && ((ParameterGroup) other).name.equals(name)
                && ((ParameterGroup) other).offset == offset
                && ((ParameterGroup) other).length == length
                && ((ParameterGroup) other).freezable == freezable;
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
