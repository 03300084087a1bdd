package io.calloutauth;

import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.Page;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The page cursors of one list: the key where a page ended, with a check sum over it and the list.
 * So a text that no page of this list gave out is refused, and not taken for a place in the
 * alphabet; it keeps nothing secret. Immutable and thread-safe.
 *
 * @param list which list it is
 */
record PageCursors(String list) {

  private static final int MOST = 1_000;
  private static final int SUM = Integer.BYTES;

  /** The list of a tenant's providers. */
  static final PageCursors PROVIDERS = new PageCursors("providers");

  /** The list of a tenant's bindings. */
  static final PageCursors BINDINGS = new PageCursors("bindings");

  /** The list of a tenant's detached notifications. */
  static final PageCursors DETACHED = new PageCursors("detached");

  /** The list of all tenants. */
  static final PageCursors TENANTS = new PageCursors("tenants");

  /** Returns the list of what a search finds. */
  static PageCursors searchFor(ProviderQuery query) {
    return new PageCursors(query.toString());
  }

  /** Returns the list of the notifications that are bound to a provider. */
  static PageCursors boundTo(ProviderId id) {
    return new PageCursors("bindings of " + id.key());
  }

  /**
   * Returns the key to go on after; null for the first page.
   *
   * @throws IllegalArgumentException when no page of this list ended there, or the limit is none
   */
  @Nullable String start(@Nullable String cursor, int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("a page must have 1 to 1,000 lines");
    }
    return cursor == null ? null : key(cursor);
  }

  /** Returns a page as the store gave it, with a cursor of this list's. */
  <T> Page<T> told(Page<T> page) {
    return Page.of(page.items(), page.next().map(this::cursor).orElse(null));
  }

  private String cursor(String key) {
    byte[] text = key.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(SUM + text.length).putInt(sum(text)).put(text);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  private String key(String cursor) {
    ByteBuffer bytes = ByteBuffer.wrap(decoded(cursor));
    if (bytes.remaining() < SUM) {
      throw foreign();
    }
    int sum = bytes.getInt();
    byte[] text = new byte[bytes.remaining()];
    bytes.get(text);
    String key = new String(text, StandardCharsets.UTF_8);
    if (sum != sum(text) || !cursor(key).equals(cursor)) {
      throw foreign();
    }
    return key;
  }

  private static byte[] decoded(String cursor) {
    try {
      return Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException other) {
      throw foreign();
    }
  }

  private int sum(byte[] text) {
    CRC32 sum = new CRC32();
    sum.update(list.getBytes(StandardCharsets.UTF_8));
    sum.update(text);
    return (int) sum.getValue();
  }

  private static IllegalArgumentException foreign() {
    return new IllegalArgumentException("the page must start at the next() of the page before");
  }
}
