/**
 * The only package that knows DL4J's insides: updater blocks, gradient views, layer configurations, shadow networks, and
 * the differences between {@code MultiLayerNetwork} and {@code ComputationGraph}.
 *
 * <p>May use {@code covariance}, {@code order}, {@code gradient}, {@code update} and {@code memory}; the next DL4J release
 * should change this package and no other.
 */
package org.dl4jfreeze.network;
