/**
 * What the integration tests of data-parallel training share: small networks and data, listeners that watch every worker,
 * and references computed the slow way. Uses the library's public types and DL4J.
 */
package org.dl4jfreeze.it.support;
