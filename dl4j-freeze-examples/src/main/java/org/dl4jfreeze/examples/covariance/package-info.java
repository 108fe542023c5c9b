/**
 * The full covariance of the gradient of one network, looked at: what is trained and asked, and what came out. Beside the
 * experiments, as it freezes nothing. May use experiment, data, backend and the library; knows no file format, no figure and no command
 * line.
 */
package org.dl4jfreeze.examples.covariance;
