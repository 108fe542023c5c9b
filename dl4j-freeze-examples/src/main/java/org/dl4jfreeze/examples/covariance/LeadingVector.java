package org.dl4jfreeze.examples.covariance;

import java.util.List;

/** One of the leading eigenvectors, with the part of its squared length 1 in each block, in the order of the blocks. */
public record LeadingVector(double eigenvalue, List<Double> shares) {}
