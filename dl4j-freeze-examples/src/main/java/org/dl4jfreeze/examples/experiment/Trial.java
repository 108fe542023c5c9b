package org.dl4jfreeze.examples.experiment;

import org.dl4jfreeze.FreezeMask;

/**
 * One network of a run, trained from scratch under one treatment; {@code accuracy} is the fraction of test examples that are
 * classified correctly.
 */
public record Trial(int run, Treatment treatment, FreezeMask mask, Losses losses, double accuracy) {}
