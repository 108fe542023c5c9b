package org.dl4jfreeze.internal.dl4j;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Lists the networks with frozen parameters in this virtual machine, without keeping them reachable. */
final class FrozenNetworks {

    private static final List<WeakReference<NetworkView>> VIEWS = new CopyOnWriteArrayList<>();

    private FrozenNetworks() {}

    static void add(NetworkView network) {
        VIEWS.removeIf(view -> view.get() == null || view.get() == network);
        VIEWS.add(new WeakReference<>(network));
    }

    /** Tells whether a condition holds for any other network that still has its updater and its parameters. */
    public static boolean anyOther(NetworkView than, Predicate<NetworkView> condition) {
        return VIEWS.stream()
                .map(WeakReference::get)
                .filter(Objects::nonNull)
                .anyMatch(view -> view != than && holds(view, condition));
    }

    /** Tests a condition; a ParallelWrapper may close one of its workers' networks meanwhile. */
    private static boolean holds(NetworkView view, Predicate<NetworkView> condition) {
        try {
            return !view.isClosed() && condition.test(view);
        } catch (RuntimeException e) {
            if (view.isClosed()) {
                return false;
            }
            throw e;
        }
    }
}
