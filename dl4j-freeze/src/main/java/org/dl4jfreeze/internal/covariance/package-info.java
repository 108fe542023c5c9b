/**
 * The full covariance of the loss gradient (2.6): how samples are weighted, and how it is stored, accumulated, merged and decomposed.
 * Knows no network.
 */
package org.dl4jfreeze.internal.covariance;
