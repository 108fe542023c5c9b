/**
 * The gradient of the first example of a mini-batch: computed layer by layer for chains of dense layers, by a shadow network
 * for all others.
 */
package org.dl4jfreeze.internal.gradient.firstexample;
