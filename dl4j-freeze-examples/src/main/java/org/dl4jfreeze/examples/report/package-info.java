/**
 * What is left of an experiment: statistics over runs, the paper's claims checked against them, Table 1, runs.csv, summary.json,
 * claims.md, the table on the console, and the folder that holds complete files or none. May use experiment, covariance, data and
 * the library's order package; draws nothing and parses no command line. The page is made in its own package, html.
 */
package org.dl4jfreeze.examples.report;
