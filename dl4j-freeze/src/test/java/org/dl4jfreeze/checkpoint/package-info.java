/**
 * Attacks on checkpoint files: those of version 1 that later versions must read, damaged and forged ones, and processes that are
 * killed while they save.
 */
package org.dl4jfreeze.checkpoint;
