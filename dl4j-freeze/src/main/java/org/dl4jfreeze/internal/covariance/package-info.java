/**
 * The full covariance of the loss gradient (2.6): how it is stored, accumulated, merged and decomposed.
 */
package org.dl4jfreeze.internal.covariance;
