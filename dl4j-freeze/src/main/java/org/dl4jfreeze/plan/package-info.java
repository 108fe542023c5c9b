/**
 * The parts of a {@code FreezePlan}: when, how many, which parameters take part, and how often they are ordered anew.
 *
 * <p>Values without a training in them. Pure Java: may use order and plateau, knows no network and no listener.
 */
package org.dl4jfreeze.plan;
