/** Finished runs on disk, so that an interrupted experiment resumes where it stopped. */
package org.dl4jfreeze.examples.store;
