/**
 * What the integration tests of data-parallel training share: small networks and data, listeners that watch every worker,
 * and references computed the slow way.
 */
package org.dl4jfreeze.it.support;
