/**
 * Finished runs on disk, so that an interrupted experiment goes on where it stopped. May use experiment, data and the library's
 * order package; knows no report and no command line.
 */
package org.dl4jfreeze.examples.store;
