/**
 * Queries of the full gradient covariance: its entries, eigenvalues and eigenvectors, and Belsley's diagnosis.
 *
 * <p>A {@code FreezingListener} built with {@code covariance(Covariance.full())} returns a {@code FullCovariance} from
 * {@code covariance()}.
 */
package org.dl4jfreeze.covariance;
