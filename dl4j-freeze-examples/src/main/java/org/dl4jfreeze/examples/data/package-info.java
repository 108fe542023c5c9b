/**
 * The examples: reads tables and images, splits, standardises, and cuts the endless sequence of mini-batches.
 * May use ND4J; knows no network, no experiment and no command line.
 * Anything wrong with a file is an {@link java.lang.IllegalArgumentException} that names the place.
 */
package org.dl4jfreeze.examples.data;
