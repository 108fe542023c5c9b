/**
 * The training of one network as the listener sees it: which networks belong to it, what happens in each iteration, and what
 * is logged, queried and saved.
 */
package org.dl4jfreeze.internal.run;
