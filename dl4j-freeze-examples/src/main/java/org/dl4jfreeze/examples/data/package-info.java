/**
 * Where examples come from: reading tables, splitting, standardising, and the endless stream of mini-batches.
 * May use ND4J and DataVec; knows no network, no experiment and no command line.
 * Whatever is wrong with a file is an {@link java.lang.IllegalArgumentException} that names the place.
 */
package org.dl4jfreeze.examples.data;
