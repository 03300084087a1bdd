package io.calloutauth.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, and where the next one starts. Immutable and thread-safe.
 *
 * @param <T> what is listed
 */
public final class Page<T> {

  private final List<T> items;
  private final @Nullable String next;

  private Page(List<T> items, @Nullable String next) {
    this.items = List.copyOf(items);
    this.next = next;
  }

  /**
   * Returns a page.
   *
   * @param items what is on it, in the list's order
   * @param next where the next page starts, or null when this is the last one
   */
  public static <T> Page<T> of(List<T> items, @Nullable String next) {
    return new Page<>(items, next);
  }

  /** Returns what is on this page, in the list's order; empty when the list ended before it. */
  public List<T> items() {
    return items;
  }

  /** Returns what to ask for to get the next page; empty on the last page. */
  public Optional<String> next() {
    return Optional.ofNullable(next);
  }

  /** Returns the same page of other things. */
  public <R> Page<R> map(Function<? super T, ? extends R> mapper) {
    return new Page<>(items.stream().<R>map(mapper).toList(), next);
  }

  /**
   * Returns this page for a host's JSON: {@code items} and, unless it is the last one, {@code
   * next}. The items stay what they are: {@code page.map(ProviderSummary::toMap).toMap()} makes
   * maps of them first.
   */
  public Map<String, Object> toMap() {
    return next == null ? Map.of("items", items) : Map.of("items", items, "next", next);
  }

  @Override
  public String toString() {
    return "Page[items=" + items.size() + ", last=" + (next == null) + "]";
  }
}
