package io.calloutauth.testkit;

import io.calloutauth.CalloutCredentials;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Every text that a host could see: what objects say of themselves and hold, and what exceptions
 * say with causes, suppressed ones and stack traces.
 */
public final class Overheard {

  private final List<String> texts = Collections.synchronizedList(new ArrayList<>());
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  /** Notes an object's own words and every text in it; of credentials only what they say. */
  public <T> T saw(T object) {
    sawOutside(object);
    ObjectGraph.from(reached -> !(reached instanceof CalloutCredentials), object)
        .texts()
        .forEach(text -> texts.add(text.toString()));
    return object;
  }

  /** Notes the words only of an object that may well hold a secret. */
  public <T> T sawOutside(T object) {
    texts.add(object.getClass().getName() + ": " + object);
    return object;
  }

  /** Notes a failure and all it stands for. */
  void sawFailure(Throwable failure) {
    failures.add(failure);
    saw(failure);
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    texts.add(trace.toString());
  }

  /** Takes a step of the story, and notes what comes of it: an object or a failure. */
  public @Nullable Object step(Callable<?> step) {
    try {
      Object result = step.call();
      return result == null ? null : saw(result);
    } catch (Exception failure) {
      sawFailure(failure);
      return failure;
    }
  }

  public List<String> texts() {
    synchronized (texts) {
      return List.copyOf(texts);
    }
  }

  public List<Throwable> failures() {
    return failures;
  }
}
