/**
 * Reads and writes the parts that a checkpoint adds to DL4J's model file, and replaces files so that none is lost.
 */
package org.dl4jfreeze.internal.checkpoint;
