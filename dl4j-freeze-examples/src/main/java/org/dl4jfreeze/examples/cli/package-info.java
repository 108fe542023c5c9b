/** The command line: options with their defaults, checks, progress, exit status. One command class serves all data sets. */
package org.dl4jfreeze.examples.cli;
