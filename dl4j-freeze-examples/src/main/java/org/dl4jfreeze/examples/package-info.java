/**
 * The paper's experiments as one program. {@link org.dl4jfreeze.examples.Main} only starts the command line.
 * Packages use each other one way: cli, then figures, then report, then experiment, then data and backend.
 */
package org.dl4jfreeze.examples;
