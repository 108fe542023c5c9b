/**
 * The order of the parameters, the mask that follows from it, and how far two orders agree.
 *
 * <p>Pure Java on indices and numbers, on several threads by {@code parallel}: this package knows no network and no updater, and
 * of the covariance its defaults alone.
 */
package org.dl4jfreeze.order;
