/**
 * The sum over all examples of a mini-batch of their squared gradients, one class for each kind of layer.
 */
package org.dl4jfreeze.internal.gradient.wholebatch;
