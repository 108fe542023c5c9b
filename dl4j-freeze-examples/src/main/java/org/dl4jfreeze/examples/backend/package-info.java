/**
 * What ND4J's CPU backend needs so that small networks train fast: one native thread per run, shape information cached.
 * The only package of the examples that knows the backend; {@link org.dl4jfreeze.examples.backend.SmallNetworkTuning}
 * must be applied before anything else touches ND4J. Changes no result.
 */
package org.dl4jfreeze.examples.backend;
