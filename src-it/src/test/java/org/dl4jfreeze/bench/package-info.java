/**
 * Benchmarks, run by {@code mvn -Pbench verify} alone: each prints medians and the ratio to what it is compared with, taken in turns
 * in one run. Nothing is asserted about time.
 */
package org.dl4jfreeze.bench;
