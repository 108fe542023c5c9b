/**
 * The command line: options with their defaults, checks, progress, exit status. One command class serves all data sets.
 * May use everything else in the examples; only {@code Main} may use it.
 */
package org.dl4jfreeze.examples.cli;
