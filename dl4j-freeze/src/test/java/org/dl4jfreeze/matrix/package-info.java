/**
 * The promise of the library as a matrix: a catalogue of everything that DL4J can be configured to do, and contracts that
 * every entry of it must keep.
 *
 * <p>May use the public API, and of {@code network} the gradients; knows no insides.
 */
package org.dl4jfreeze.matrix;
