package org.dl4jfreeze.it.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.api.Model;

/**
 * Lets no worker continue before all have been through their first forward pass. ParallelWrapper lets the first worker train the
 * root model while the others still copy it, so that they begin with whatever they find; with this, all begin alike, and a
 * training can be repeated.
 */
public final class StartTogether extends Observer {

    private final CountDownLatch missing;
    private final List<Model> started = new ArrayList<>();

    /** Waits for a number of models. */
    public StartTogether(int workers) {
        this.missing = new CountDownLatch(workers);
    }

    @Override
    void forwardPassDone(Model model) {
        synchronized (started) {
            if (started.stream().anyMatch(each -> each == model)) {
                return;
            }
            started.add(model);
        }
        missing.countDown();
        try {
            if (!missing.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Not all workers have started: " + missing.getCount() + " missing");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
