/**
 * Direct access to the off-heap memory of an {@code INDArray}, for loops that ND4J has no operation for.
 */
package org.dl4jfreeze.internal.memory;
