package org.dl4jfreeze.internal.update;

import java.lang.ref.Reference;
import org.dl4jfreeze.FreezeMask;
import org.dl4jfreeze.internal.threads.ParallelPieces;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes the masked step over direct memory, for the CPU backend, on as many threads as ND4J's own operations use. The result is
 * bit-identical on any number of threads, because no parameter's update depends on another's.
 */
final class DirectMaskedAdamStep implements MaskedAdamStep {

    /** Minimum work for a second thread, in active parameters; waking it up takes as long as some ten thousand of them. */
    private static final int COST_PER_WORKER = 1 << 17;

    private final ParallelPieces threads = new ParallelPieces();
    private final ParallelPieces.Work stepPiece = this::stepPiece;
    private MaskSegments segments;
    private AdamKernel[] kernels = {};

    @Override
    public void apply(INDArray gradient, INDArray m, INDArray v, FreezeMask mask, AdamCoefficients coefficients) {
        if (segments == null || segments.mask() != mask) {
            segments = new MaskSegments(mask);
        }
        int workers = workers();
        if (kernels.length < workers) {
            kernels = new AdamKernel[workers];
            for (int i = 0; i < workers; i++) {
                kernels[i] = AdamKernel.of(gradient.dataType());
            }
        }
        for (int i = 0; i < workers; i++) {
            kernels[i].begin(gradient, m, v, coefficients);
        }
        threads.run(segments.pieces(), workers, stepPiece);
        Reference.reachabilityFence(gradient);
        Reference.reachabilityFence(m);
        Reference.reachabilityFence(v);
    }

    private int workers() {
        long affordable = segments.cost() / COST_PER_WORKER;
        return affordable < 2 ? 1 : (int) Math.min(affordable, ParallelPieces.mostWorkers());
    }

    private void stepPiece(int worker, int piece) {
        kernels[worker].step(segments, piece);
    }
}
