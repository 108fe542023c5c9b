/**
 * Direct access to the off-heap memory of an {@code INDArray}, for loops that ND4J has no operation for.
 *
 * <p>CPU backend, FLOAT and DOUBLE only; callers keep a second path of ND4J operations for everything else. This package
 * knows ND4J arrays and JavaCPP pointers, nothing above them.
 */
package org.dl4jfreeze.memory;
