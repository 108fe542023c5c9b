/**
 * The experiment that the paper makes on each data set: train to t0, freeze a fraction by each order, continue training, compare.
 * The data sets differ in their {@link org.dl4jfreeze.examples.experiment.Experiment}; the rest is shared.
 * May use the library, data and backend; knows no file format, no figure and no command line.
 */
package org.dl4jfreeze.examples.experiment;
