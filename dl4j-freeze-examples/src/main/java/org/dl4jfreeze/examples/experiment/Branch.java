package org.dl4jfreeze.examples.experiment;

import org.dl4jfreeze.FreezeMask;

/**
 * One branch of a run, trained to the end: by {@code order}, as named on the command line, the {@code fraction} in [0, 1] of all
 * parameters was frozen at t0.
 */
public record Branch(int run, String order, double fraction, FreezeMask mask, Losses losses) {}
