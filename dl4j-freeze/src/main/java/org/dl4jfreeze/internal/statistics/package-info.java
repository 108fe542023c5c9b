/**
 * What is accumulated from gradient pairs: the gradient variance and the other diagonal statistics, and the life cycle of the
 * full covariance.
 */
package org.dl4jfreeze.internal.statistics;
