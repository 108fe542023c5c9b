/**
 * Reads and writes the parts that a checkpoint adds to DL4J's model file.
 */
package org.dl4jfreeze.internal.checkpoint;
