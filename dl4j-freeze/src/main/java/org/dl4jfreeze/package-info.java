/**
 * Freezes the parameters of Deeplearning4j networks by the variance of their gradients.
 *
 * <p>Two lines change in an existing network: {@link org.dl4jfreeze.FreezingAdam} instead of {@code Adam}, and a
 * {@link org.dl4jfreeze.FreezingListener} with a {@link org.dl4jfreeze.FreezePlan}.
 *
 * <ul>
 *   <li>{@link org.dl4jfreeze.FreezePlan}: when to freeze (also {@link org.dl4jfreeze.LossPlateau}), how many, by which
 *       {@link org.dl4jfreeze.OrderCriterion}
 *   <li>{@link org.dl4jfreeze.GradientSampler}, {@link org.dl4jfreeze.SmoothingSchedule}, {@link org.dl4jfreeze.Covariance}: what is
 *       sampled, and how it is accumulated
 *   <li>{@link org.dl4jfreeze.FreezeMask}, {@link org.dl4jfreeze.ParameterOrder}, {@link org.dl4jfreeze.OrderAgreement}: results
 *   <li>{@link org.dl4jfreeze.FreezableNetwork}, {@link org.dl4jfreeze.ParameterGroup}: freezing by hand
 *   <li>{@link org.dl4jfreeze.FreezingCheckpoint}, {@link org.dl4jfreeze.MaskTransfer}: saving, resuming, transfer learning
 * </ul>
 *
 * <p>Everything below {@code org.dl4jfreeze.internal} may change at any time, except the names of {@code FreezeAwareConstraint} and
 * {@code FreezeAwareWeightDecay}, which are stored in models.
 */
package org.dl4jfreeze;
