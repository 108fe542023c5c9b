/**
 * Loops on several threads, for work that ND4J has no operation for: as many of them as ND4J's own operations take.
 *
 * <p>May ask ND4J for its number of threads; knows no arrays, and nothing above them.
 */
package org.dl4jfreeze.parallel;
