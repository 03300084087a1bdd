package io.calloutauth.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Records what is logged while a test does something. */
public final class RecordedLog {

  private RecordedLog() {}

  /** Returns what a logger wrote, from a level, each as level and message. */
  public static List<String> of(String logger, Level from, Runnable use) {
    return record(logger, from, use).stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  /** Returns what a logger wrote as warnings, each with the stack of what was thrown. */
  public static List<String> withStacks(String logger, Runnable use) {
    return record(logger, Level.WARN, use).stream()
        .map(
            event ->
                event.getFormattedMessage()
                    + ThrowableProxyUtil.asString(event.getThrowableProxy()))
        .toList();
  }

  private static List<ILoggingEvent> record(String logger, Level from, Runnable use) {
    Logger log = (Logger) LoggerFactory.getLogger(logger);
    Level before = log.getLevel();
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    log.addAppender(appender);
    log.setLevel(from);
    log.setAdditive(false);
    try {
      use.run();
    } finally {
      log.setAdditive(true);
      log.setLevel(before);
      log.detachAppender(appender);
    }
    synchronized (appender) { // another thread may be about to write its last line
      return List.copyOf(appender.list);
    }
  }
}
