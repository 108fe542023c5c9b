/**
 * The data of the experiments: reads tables and images, splits, standardises, and cuts the endless sequence of mini-batches.
 * Anything wrong with a file is an {@link java.lang.IllegalArgumentException} that names the place.
 */
package org.dl4jfreeze.examples.data;
