/**
 * The progress of a plan during training: what is due, what has been carried out, the checks of a plan, and its JSON form.
 */
package org.dl4jfreeze.internal.plan;
