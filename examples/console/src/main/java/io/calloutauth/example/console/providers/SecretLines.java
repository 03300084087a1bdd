package io.calloutauth.example.console.providers;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Named secrets, one in each line as {@code name=value}. A name without a value is one whose value
 * is stored. {@link #toString()} hides the values. Immutable.
 */
final class SecretLines {

  private final Set<String> names = new LinkedHashSet<>();
  private final Map<String, String> values = new TreeMap<>();

  private SecretLines() {}

  static SecretLines of(String text) {
    SecretLines lines = new SecretLines();
    text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(lines::add);
    return lines;
  }

  private void add(String line) {
    int end = line.indexOf('=');
    String name = (end < 0 ? line : line.substring(0, end)).strip();
    names.add(name);
    if (end >= 0 && end + 1 < line.length()) {
      values.put(name, line.substring(end + 1));
    }
  }

  Set<String> names() {
    return Set.copyOf(names);
  }

  /** Returns the names that came with a value, and the values. */
  Map<String, String> values() {
    return Map.copyOf(values);
  }

  /** Returns the names that came without one. */
  Set<String> valueless() {
    return names.stream()
        .filter(name -> !values.containsKey(name))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the lines without the values. */
  String shown() {
    return names.stream().map(name -> name + "=").collect(Collectors.joining("\n"));
  }

  @Override
  public String toString() {
    return "SecretLines" + names;
  }
}
