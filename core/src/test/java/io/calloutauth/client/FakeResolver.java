package io.calloutauth.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers look-ups from a script, each answer once, and remembers what it was asked. */
final class FakeResolver implements NameResolver {

  private final Map<String, Deque<List<InetAddress>>> answers = new HashMap<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  /** Adds the next answer for a name: address literals, none for a name that does not exist. */
  FakeResolver answer(String host, String... literals) {
    List<InetAddress> addresses = new ArrayList<>();
    for (String literal : literals) {
      addresses.add(Addresses.of(literal));
    }
    answers.computeIfAbsent(host, name -> new ArrayDeque<>()).add(addresses);
    return this;
  }

  /** Returns the names that were looked up, in order. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public List<InetAddress> resolve(String host) throws UnknownHostException {
    asked.add(host);
    @Nullable Deque<List<InetAddress>> left = answers.get(host);
    if (left == null || left.isEmpty()) {
      throw new UnknownHostException(host);
    }
    return left.remove();
  }
}
