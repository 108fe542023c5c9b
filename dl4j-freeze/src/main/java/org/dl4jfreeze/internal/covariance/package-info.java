/**
 * The full covariance of the loss gradient (2.6): how it is stored, accumulated, merged and decomposed.
 *
 * <p>Uses {@code internal.memory}, {@code internal.order.ParameterRanges} (which parameters a covariance is of) and
 * {@code internal.statistics.SmoothingWeights} (how samples are weighted); knows no network.
 */
package org.dl4jfreeze.internal.covariance;
