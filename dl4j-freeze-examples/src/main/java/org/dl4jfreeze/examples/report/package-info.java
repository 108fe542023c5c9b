/**
 * What is left of an experiment: statistics over runs, runs.csv, summary.json, the table on the console, and the folder that
 * holds complete files or none. May use experiment and the library's order package; draws nothing and parses no
 * command line.
 */
package org.dl4jfreeze.examples.report;
