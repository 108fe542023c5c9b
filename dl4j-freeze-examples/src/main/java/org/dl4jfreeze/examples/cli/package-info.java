/**
 * The command line: options with their defaults, checks, progress, exit status. One command class serves all data sets.
 * May use everything else in the examples; nothing else may use it, except {@code Main}.
 */
package org.dl4jfreeze.examples.cli;
