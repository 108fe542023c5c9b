/**
 * Memory of arrays: direct access to the off-heap memory of an {@code INDArray}, for loops that ND4J has no operation for. Buffers
 * and pointers appear here, in the Adam kernels and in the BLAS kernels, and nowhere else.
 */
package org.dl4jfreeze.internal.memory;
