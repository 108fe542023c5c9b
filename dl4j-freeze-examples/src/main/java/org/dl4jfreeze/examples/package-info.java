/** The paper's experiments as one program. {@link org.dl4jfreeze.examples.Main} only starts the command line. */
package org.dl4jfreeze.examples;
