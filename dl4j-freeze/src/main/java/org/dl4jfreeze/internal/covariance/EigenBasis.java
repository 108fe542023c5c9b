package org.dl4jfreeze.internal.covariance;

/** Holds eigenvalues above 0 and their eigenvectors, which are visited parameter by parameter, so that they need not all be stored. */
interface EigenBasis extends AutoCloseable {

    /** Returns the eigenvalues, descending. */
    double[] values();

    /** Receives the components of consecutive parameters: of each its r components along the r eigenvectors. */
    interface Visitor {

        void visit(int firstParameter, int parameters, double[] components);
    }

    void forEach(Visitor visitor);

    /** Returns the components of one parameter along all eigenvectors. */
    double[] components(int parameter);

    @Override
    void close();
}
