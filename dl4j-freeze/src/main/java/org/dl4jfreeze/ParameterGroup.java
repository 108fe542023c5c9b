package org.dl4jfreeze;

/**
 * One parameter array of one layer (its weights, its biases) and its place in the flat parameter vector; see
 * {@code FreezableNetwork.groups()}.
 *
 * <p>A value: immutable, compared by layer, name, offset, length and whether it can be frozen.
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
     * Returns the shape of the parameter array, as in DL4J's {@code paramTable()}: {@code [in, out]} for the weights of a dense layer.
     * It is {@code [length]} where a layer that is not DL4J's keeps its parameters apart from the flat parameter vector.
     *
     * @return a copy
     */
    long[] shape();

    /**
     * Returns the index of one element in the flat parameter vector: {@code group.index(i, j)} is the place of what {@code
     * net.getParam("0_W").getDouble(i, j)} reads. Right for every layer's own memory order, such as column by column for the weights
     * of a dense layer and row by row for a convolution.
     *
     * @param position one index per dimension of {@link #shape()}, from 0 on
     * @return the index, from {@link #offset()} on
     * @throws IndexOutOfBoundsException if there is no such element
     */
    int index(long... position);

    /**
     * Returns the position of a parameter in the parameter array; the reverse of {@link #index}.
     *
     * @param index index in the flat parameter vector
     * @return one index per dimension of {@link #shape()}
     * @throws IndexOutOfBoundsException if the parameter is not in this group
     */
    long[] position(int index);

    /**
     * Tells whether the group's parameters can be ordered and frozen: its updater is a {@link FreezingAdam}, supervised
     * training changes it (unlike the decoder of a variational autoencoder), and DL4J does not keep it fixed by a
     * {@code FrozenLayerWithBackprop}.
     *
     * @return whether its parameters can be frozen
     */
    boolean isFreezable();
}
