package io.calloutauth.endpoint;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers look-ups from a script, each answer once, and remembers what it was asked. */
public final class FakeResolver implements NameResolver {

  /** Stands in the place of addresses for a name that does not exist. */
  static final String NXDOMAIN = "NXDOMAIN";

  /** Stands in the place of addresses, or beside some, for an answer that does not come. */
  static final String TIMEOUT = "TIMEOUT";

  private final Map<String, Deque<List<String>>> answers = new HashMap<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  /** Adds the next answer for a name: address literals, or what stands for none. */
  public FakeResolver answer(String host, String... literals) {
    List<String> found =
        Stream.of(literals).map(String::trim).filter(text -> !text.isEmpty()).toList();
    answers.computeIfAbsent(host, name -> new ArrayDeque<>()).add(found);
    return this;
  }

  /** Returns the names that were looked up, in order. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public List<InetAddress> resolve(String host) throws UnknownHostException {
    asked.add(host);
    @Nullable Deque<List<String>> left = answers.get(host);
    if (left == null || left.isEmpty()) {
      throw new UnknownHostException(host);
    }
    List<String> answer = left.remove();
    if (answer.contains(TIMEOUT)) {
      waitForEver();
    }
    return answer.stream().filter(text -> !text.equals(NXDOMAIN)).map(Addresses::of).toList();
  }

  /** Until whoever asked gives up and interrupts. */
  private static void waitForEver() throws UnknownHostException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException givenUp) {
      throw new UnknownHostException();
    }
  }
}
