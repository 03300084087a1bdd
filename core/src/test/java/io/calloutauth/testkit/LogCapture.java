package io.calloutauth.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;

/**
 * Listens to everything the process writes, at the finest level: slf4j, java.util.logging, standard
 * output and error. Nothing of it reaches the console meanwhile.
 */
public final class LogCapture implements AutoCloseable {

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Level rootLevel = root.getLevel();
  private final List<Appender<ILoggingEvent>> silenced = new ArrayList<>();
  private final java.util.logging.Logger julRoot = LogManager.getLogManager().getLogger("");
  private final java.util.logging.Level julLevel = julRoot.getLevel();
  private final List<Handler> julSilenced = List.of(julRoot.getHandlers());
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final Appender<ILoggingEvent> appender = new Lines();
  private final Handler handler = new JulLines();

  private LogCapture() {}

  public static LogCapture start() {
    LogCapture capture = new LogCapture();
    capture.listen();
    return capture;
  }

  private void listen() {
    Iterator<Appender<ILoggingEvent>> appenders = root.iteratorForAppenders();
    appenders.forEachRemaining(silenced::add);
    silenced.forEach(root::detachAppender);
    appender.start();
    root.addAppender(appender);
    root.setLevel(Level.TRACE);
    julSilenced.forEach(julRoot::removeHandler);
    handler.setLevel(java.util.logging.Level.ALL);
    julRoot.addHandler(handler);
    julRoot.setLevel(java.util.logging.Level.ALL);
    PrintStream both = new PrintStream(console, true, StandardCharsets.UTF_8);
    System.setOut(both);
    System.setErr(both);
  }

  /** Returns all that was written so far, exceptions with their stack traces. */
  public List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    all.add(console.toString(StandardCharsets.UTF_8));
    return all;
  }

  @Override
  public void close() {
    System.setOut(out);
    System.setErr(err);
    julRoot.removeHandler(handler);
    julRoot.setLevel(julLevel);
    julSilenced.forEach(julRoot::addHandler);
    root.detachAppender(appender);
    root.setLevel(rootLevel);
    silenced.forEach(root::addAppender);
  }

  private final class Lines extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      String failure =
          event.getThrowableProxy() == null
              ? ""
              : ThrowableProxyUtil.asString(event.getThrowableProxy());
      lines.add(
          event.getLoggerName()
              + " "
              + event.getFormattedMessage()
              + " "
              + event.getMDCPropertyMap()
              + " "
              + failure);
    }
  }

  private final class JulLines extends Handler {
    @Override
    public void publish(LogRecord written) {
      StringWriter failure = new StringWriter();
      if (written.getThrown() != null) {
        written.getThrown().printStackTrace(new PrintWriter(failure, true));
      }
      lines.add(written.getLoggerName() + " " + written.getMessage() + " " + failure);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
