/**
 * The covariance of the loss gradient, (2.6), and the schedules by which samples are weighted.
 *
 * <p>Fed with differences {@code d_t}, however they came about. May use {@code memory}; knows no network and no updater.
 */
package org.dl4jfreeze.covariance;
