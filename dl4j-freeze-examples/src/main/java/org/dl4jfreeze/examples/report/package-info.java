/**
 * Reports of an experiment: statistics over runs, the paper's claims checked against them, tables (on the console and in
 * Markdown), runs.csv, summary.json, and the folder that receives complete files or none. The page is written by the package
 * {@code html}, the figures by {@code figures}.
 */
package org.dl4jfreeze.examples.report;
