/**
 * Adjusts ND4J's CPU backend so that small networks train fast: one native thread per run, cached shape information.
 * {@link org.dl4jfreeze.examples.backend.SmallNetworkTuning} must be applied before anything else uses ND4J. Changes no result.
 */
package org.dl4jfreeze.examples.backend;
