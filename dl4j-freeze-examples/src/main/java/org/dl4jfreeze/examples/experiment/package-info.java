/**
 * The experiment that the paper makes on each data set: train to t0, freeze a fraction by each order, continue training, compare.
 * The data sets differ in their {@link org.dl4jfreeze.examples.experiment.Experiment}; the rest is shared.
 */
package org.dl4jfreeze.examples.experiment;
