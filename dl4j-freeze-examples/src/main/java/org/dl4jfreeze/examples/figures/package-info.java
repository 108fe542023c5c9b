/**
 * The paper's figures: loss against fraction frozen, and averaged masks; for images, also the variances of single weights; and those
 * of re-ordering and of the full covariance. Each is one {@code Picture}, written as PNG and as SVG. Computes no statistics.
 */
package org.dl4jfreeze.examples.figures;
