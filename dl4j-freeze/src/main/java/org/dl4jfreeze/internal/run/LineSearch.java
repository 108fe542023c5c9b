package org.dl4jfreeze.internal.run;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;

/** Recognises DL4J's optimization algorithms that do not simply subtract what Adam computes. */
final class LineSearch {

    private LineSearch() {}

    /**
     * Tells whether a network is trained by a search along a line in which frozen parameters stay.
     *
     * @throws IllegalStateException if they do not: L-BFGS uses directions of earlier iterations, in which parameters moved that are
     *     frozen since
     */
    static boolean isUsedBy(Model model) {
        OptimizationAlgorithm algorithm = model.conf().getOptimizationAlgo();
        if (algorithm == OptimizationAlgorithm.LBFGS) {
            throw new IllegalStateException("A network that is trained by OptimizationAlgorithm.LBFGS cannot be frozen:"
                    + " it would move frozen parameters; use STOCHASTIC_GRADIENT_DESCENT, DL4J's default");
        }
        return algorithm != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT;
    }
}
