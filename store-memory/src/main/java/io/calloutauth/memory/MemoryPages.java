package io.calloutauth.memory;

import io.calloutauth.store.Page;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** Cuts pages from what is left of an ordered list. */
final class MemoryPages {

  private MemoryPages() {}

  /** Returns the first things of the rest as a page; its next one starts after the last's key. */
  static <T> Page<T> first(Collection<T> rest, int limit, Function<T, String> key) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1");
    }
    List<T> items = new ArrayList<>();
    Iterator<T> each = rest.iterator();
    while (items.size() < limit && each.hasNext()) {
      items.add(each.next());
    }
    return Page.of(items, each.hasNext() ? key.apply(items.get(items.size() - 1)) : null);
  }
}
