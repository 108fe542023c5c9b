/**
 * Where the differences {@code d_t} of (2.6) come from: the gradient samplers.
 *
 * <p>Sees a network only through {@link org.dl4jfreeze.gradient.GradientAccess}, which the {@code network} package
 * implements; knows no covariance, only the weight that a sample will have in it.
 */
package org.dl4jfreeze.gradient;
