package io.calloutauth.jdbc;

import io.calloutauth.store.Page;
import java.util.List;
import java.util.function.Function;

/** Cuts pages from queries that were asked for one row more than the page has. */
final class PageReader {

  private PageReader() {}

  /** Returns how many rows to ask for. */
  static int rows(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1");
    }
    return limit == Integer.MAX_VALUE ? limit : limit + 1;
  }

  static <T> Page<T> of(List<T> rows, int limit, Function<T, String> key) {
    if (rows.size() <= limit) {
      return Page.of(rows, null);
    }
    return Page.of(rows.subList(0, limit), key.apply(rows.get(limit - 1)));
  }
}
