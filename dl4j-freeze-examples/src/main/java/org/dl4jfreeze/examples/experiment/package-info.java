/**
 * The experiment that the paper makes on each data set: train to t0, freeze a part by each order, train on, compare.
 * One class per data set ({@link org.dl4jfreeze.examples.experiment.Experiment}); all else is the same for every one.
 * May use the library, data and backend; knows no file format, no figure and no command line.
 */
package org.dl4jfreeze.examples.experiment;
