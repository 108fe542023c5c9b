/**
 * The update: Adam whose state also carries the gradient variance and the freeze mask, and the masked step.
 *
 * <p>Works on one block of parameters at a time, as DL4J's updaters do. May use {@code order} (the mask),
 * {@code memory} and {@code parallel}; knows no network and no covariance, it only keeps the variance where DL4J saves it.
 */
package org.dl4jfreeze.update;
