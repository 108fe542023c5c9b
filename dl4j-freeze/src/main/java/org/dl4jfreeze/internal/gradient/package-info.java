/**
 * The gradient pairs of an iteration: reads the gradients that a sampler compares, and computes the difference d_t of (2.6).
 */
package org.dl4jfreeze.internal.gradient;
