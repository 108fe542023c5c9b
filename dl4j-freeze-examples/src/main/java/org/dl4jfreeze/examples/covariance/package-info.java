/**
 * The full covariance of the gradient of one network: what is trained, which queries are run, and their results. Nothing is frozen.
 */
package org.dl4jfreeze.examples.covariance;
