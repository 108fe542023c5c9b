/**
 * The covariance of the loss gradient, (2.6), with all its entries, and what only all of them can answer.
 *
 * <p>Pure mathematics on differences {@code d_t}. May use {@code covariance} and {@code memory}; knows no network and no order.
 */
package org.dl4jfreeze.covariance.full;
