/**
 * What can be read from a full gradient covariance: its entries, eigenvalues and eigenvectors, and Belsley's diagnosis.
 *
 * <p>A {@code FreezingListener} built with {@code covariance(...)} returns one from {@code covariance()}.
 */
package org.dl4jfreeze.covariance;
