/**
 * The part that touches DL4J's internals: updater blocks, gradient views, layer configurations, and the differences between
 * {@code MultiLayerNetwork} and {@code ComputationGraph}. A new DL4J release
 * should change only this package, {@code equip} and {@code update}.
 */
package org.dl4jfreeze.internal.dl4j;
