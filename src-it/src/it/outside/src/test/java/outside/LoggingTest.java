package outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.dl4jfreeze.FreezingListener;
import org.junit.jupiter.api.Test;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** The program's own binding logs what the library says, although the library is declared first. */
class LoggingTest {

    @Test
    void theFrozenTableReachesTheLog() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        assertEquals(LoggerContext.class, factory.getClass(), "logging is off");
        Logger logger = ((LoggerContext) factory).getLogger(FreezingListener.class);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        logger.addAppender(appender);
        Iris.trained();
        logger.detachAppender(appender);
        assertTrue(appender.list.stream()
                .anyMatch(event -> event.getFormattedMessage().startsWith("Frozen after 50 iterations")));
    }

    @Test
    void theVersionOfSlf4jIsTheBindings() {
        String version = LoggerFactory.class.getPackage().getImplementationVersion();
        assertTrue(version.startsWith(System.getProperty("slf4j.expected")), version);
    }
}
