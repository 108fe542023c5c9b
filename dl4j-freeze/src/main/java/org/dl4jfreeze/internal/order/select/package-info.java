/**
 * Selects the k lowest of many keys in a few passes over them, in several threads.
 */
package org.dl4jfreeze.internal.order.select;
