/**
 * Finished runs on disk, so that an interrupted experiment resumes where it stopped. May use experiment, data and the library;
 * knows no report and no command line.
 */
package org.dl4jfreeze.examples.store;
