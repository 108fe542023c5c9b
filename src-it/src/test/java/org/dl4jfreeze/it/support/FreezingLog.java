package org.dl4jfreeze.it.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import org.dl4jfreeze.FreezingListener;
import org.slf4j.LoggerFactory;

/** Captures what the library logs, in place of printing it, until it is closed. */
public final class FreezingLog implements AutoCloseable {

    private final Logger logger = (Logger) LoggerFactory.getLogger(FreezingListener.class);
    private final List<String> decisions = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            take(event);
        }
    };

    /** Starts to capture. */
    public FreezingLog() {
        logger.setAdditive(false);
        appender.start();
        logger.addAppender(appender);
    }

    private synchronized void take(ILoggingEvent event) {
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
        logger.setAdditive(true);
    }
}
