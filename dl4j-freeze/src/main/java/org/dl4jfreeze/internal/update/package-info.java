/**
 * The update step: Adam whose state also carries the gradient variance and the freeze mask.
 */
package org.dl4jfreeze.internal.update;
