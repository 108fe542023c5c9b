/**
 * The paper's figures from results: loss against fraction frozen, and averaged masks; for images, also the variances of
 * single weights; and those of the full covariance. Each is one drawing, written as PNG and as SVG. May use report, experiment,
 * covariance, the library's orders and XChart; computes no statistics of its own.
 */
package org.dl4jfreeze.examples.figures;
