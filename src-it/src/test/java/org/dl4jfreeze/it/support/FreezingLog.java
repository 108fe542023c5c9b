package org.dl4jfreeze.it.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dl4jfreeze.FreezingListener;
import org.slf4j.LoggerFactory;

/** Captures what the library logs, in place of printing it, until it is closed. */
public final class FreezingLog implements AutoCloseable {

    private static final AtomicInteger OPEN = new AtomicInteger();

    private final Logger logger = (Logger) LoggerFactory.getLogger(FreezingListener.class);
    private final List<String> decisions = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            take(event);
        }
    };

    private final Thread thread;

    /** Starts to capture. */
    public FreezingLog() {
        this(null);
    }

    private FreezingLog(Thread thread) {
        this.thread = thread;
        OPEN.incrementAndGet();
        logger.setAdditive(false);
        appender.start();
        logger.addAppender(appender);
    }

    /** Captures what is logged in the present thread alone, where networks are trained in several. */
    public static FreezingLog ofThisThread() {
        return new FreezingLog(Thread.currentThread());
    }

    private synchronized void take(ILoggingEvent event) {
        if (thread != null && thread != Thread.currentThread()) {
            return;
        }
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            warnings.add(event.getFormattedMessage());
        } else if (event.getFormattedMessage().startsWith("Frozen after")) {
            decisions.add(event.getFormattedMessage());
        }
    }

    /** The lines that tell what was frozen. */
    public synchronized List<String> decisions() {
        return List.copyOf(decisions);
    }

    /** Warnings and errors. */
    public synchronized List<String> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        if (OPEN.decrementAndGet() == 0) {
            logger.setAdditive(true);
        }
    }
}
