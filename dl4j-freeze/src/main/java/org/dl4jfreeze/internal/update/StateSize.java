package org.dl4jfreeze.internal.update;

/** Checks that DL4J can hold the updater state of a network: it counts its numbers in an {@code int}, and does not notice an overflow. */
public final class StateSize {

    private static final int LIMIT = Integer.MAX_VALUE / FreezingAdamUpdater.STATES;

    private StateSize() {}

    /**
     * Checks the size of a whole network's updater state, or of one parameter array's.
     *
     * @param numbers    how many numbers all updaters keep
     * @param parameters number of parameters
     * @return {@code numbers}
     * @throws IllegalArgumentException if these are more than DL4J can count
     */
    public static long check(long numbers, long parameters) {
        if (numbers > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("Too many parameters: the updaters of " + parameters
                    + " parameters keep "
                    + numbers + " numbers, but DL4J can't hold an updater state of more than " + Integer.MAX_VALUE
                    + "; FreezingAdam keeps " + FreezingAdamUpdater.STATES + " per parameter, for at most " + LIMIT
                    + " parameters in total. Use a smaller network, or an updater with less state, such as Sgd or Adam, for"
                    + " layers that will not be frozen");
        }
        return numbers;
    }
}
