/**
 * Checks of the library's structure, on its compiled classes: which room may use which, what users see of the inside, and where
 * DL4J's updaters, buffers and pointers may be touched.
 */
package org.dl4jfreeze.architecture;
