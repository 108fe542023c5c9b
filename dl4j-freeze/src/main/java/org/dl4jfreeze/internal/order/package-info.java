/**
 * From statistics to an order: the values of a criterion, their sort order, and the selection of the k lowest.
 */
package org.dl4jfreeze.internal.order;
