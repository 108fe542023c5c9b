/**
 * What a model file holds beside DL4J's own entries: an object, and a full covariance, which may be larger than any Java array.
 *
 * <p>May use covariances and arrays; knows no network, no plan and no listener.
 */
package org.dl4jfreeze.checkpoint;
