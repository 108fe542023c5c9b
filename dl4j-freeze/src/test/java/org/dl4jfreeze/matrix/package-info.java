/**
 * The promise of the library as a matrix: a catalogue of everything that DL4J can be configured to do, and contracts that
 * every entry of it must keep.
 */
package org.dl4jfreeze.matrix;
