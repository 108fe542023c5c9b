/**
 * The values that a {@link org.dl4jfreeze.FreezePlan} consists of: when it freezes, how many parameters, and which ones.
 *
 * <p>Plans are built with the methods of {@code FreezePlan}; these types are for reading a plan.
 */
package org.dl4jfreeze.plan;
