/**
 * Checkpoint files: a network with its training, written so that nothing is lost and read so that nothing in the file is trusted.
 */
package org.dl4jfreeze.internal.checkpoint;
