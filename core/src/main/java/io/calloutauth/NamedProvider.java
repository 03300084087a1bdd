package io.calloutauth;

import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.ProviderRow;

/**
 * A provider as messages name it: by name and id.
 *
 * @param id the id
 * @param name the name; empty when it is not at hand
 */
record NamedProvider(ProviderId id, String name) {

  static NamedProvider of(ProviderRow row) {
    return new NamedProvider(new ProviderId(row.key().id()), row.content().name().text());
  }

  @Override
  public String toString() {
    return name.isEmpty() ? id.toString() : name + " (" + id + ")";
  }
}
