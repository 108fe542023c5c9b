package org.dl4jfreeze.internal.threads;

import org.dl4jfreeze.internal.order.select.SortKeys;

/** The parameters in pieces that threads share; each has whole words of a mask to itself. */
public final class ParameterPieces extends ParallelPieces {

    private final int parameterCount;
    private final int size;
    private final int count;
    private final int workers;
    private Visitor visitor;

    /** What is done with a piece. */
    public interface Visitor {

        /** Looks at the piece of a number, as the worker of a number. */
        void visit(int worker, int piece);
    }

    /**
     * Cuts the parameters.
     *
     * @param size    of a piece, a multiple of {@link SortKeys#CHUNK}
     * @param workers how many threads there may be; no more are taken than there are pieces
     */
    public ParameterPieces(int parameterCount, int size, int workers) {
        this.parameterCount = parameterCount;
        this.size = size;
        this.count = (int) (((long) parameterCount + size - 1) / size);
        this.workers = Math.max(1, Math.min(workers, count));
    }

    public int count() {
        return count;
    }

    /** Index of the first parameter of a piece. */
    public int begin(int piece) {
        return piece * size;
    }

    /** Index behind the last one. */
    public int end(int piece) {
        return (int) Math.min(parameterCount, (long) begin(piece) + size);
    }

    public int workers() {
        return workers;
    }

    /** Visits all pieces; in which order, and by whom, is open. */
    public void forEach(Visitor each) {
        visitor = each;
        run(count, workers);
    }

    @Override
    protected void work(int worker, int piece) {
        visitor.visit(worker, piece);
    }
}
