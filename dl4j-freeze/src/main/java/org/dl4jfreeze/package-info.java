/**
 * All that most users import: {@link org.dl4jfreeze.FreezingAdam} in place of {@code Adam},
 * {@link org.dl4jfreeze.FreezingListener} on the network, {@link org.dl4jfreeze.FreezePlan} to say when and how much.
 *
 * <p>May use every other package of the library; none of them uses this one.
 */
package org.dl4jfreeze;
