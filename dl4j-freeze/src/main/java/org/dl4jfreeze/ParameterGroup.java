package org.dl4jfreeze;

/**
 * One parameter array of one layer (its weights, its biases) and its place in the flat parameter vector; see
 * {@code FreezableNetwork.groups()}.
 *
 * <p>A value: immutable, compared by content.
 */
public interface ParameterGroup {

    /**
     * Returns the layer's name, or its number if it has none.
     *
     * @return the layer
     */
    String layer();

    /**
     * Returns DL4J's name of the parameter array, such as {@code W} or {@code b}.
     *
     * @return the name
     */
    String name();

    /**
     * Returns the index of the group's first parameter in the flat parameter vector.
     *
     * @return the offset
     */
    int offset();

    /**
     * Returns the number of parameters in the group.
     *
     * @return the length
     */
    int length();

    /**
     * Tells whether the group's parameters can be ordered and frozen: its updater is a {@link FreezingAdam}, supervised
     * training changes it (unlike the decoder of a variational autoencoder), and DL4J does not keep it fixed by a
     * {@code FrozenLayerWithBackprop}.
     *
     * @return whether its parameters can be frozen
     */
    boolean isFreezable();
}
