package io.calloutauth.jdbc;

import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderName;

/**
 * How long what is stored may be. Judged here, because not every database refuses what is too long:
 * one in a lenient mode cuts it.
 */
final class Limits {

  private static final int TENANT = 64;
  private static final int ID = 36;
  private static final int SECRET = 128;
  private static final int LONG = 255;

  private Limits() {}

  static void provider(ProviderKey key) {
    Characters.checked("tenant id", key.tenant(), TENANT);
    Characters.checked("provider id", key.id(), ID);
  }

  static void notification(String id) {
    Characters.checked("notification id", id, LONG);
  }

  static void name(ProviderName name) {
    Characters.checked("name", name.text(), LONG);
    Characters.checked("name's key", name.key(), LONG);
  }

  static void client(String client) {
    Characters.checked("client", client, TENANT);
  }

  static void credential(String name) {
    Characters.checked("credential", name, SECRET);
  }

  static void boundTo(String thumbprint) {
    Characters.checked("thumbprint", thumbprint, TENANT);
  }

  static void digest(String what, String digest) {
    Characters.checked("digest of a " + what, digest, TENANT);
  }

  static void actor(String name) {
    Characters.checked("actor", name, LONG);
  }

  static void secret(String name) {
    Characters.checked("secret's name", name, SECRET);
  }

  static void claim(String name) {
    Characters.checked("claim's name", name, SECRET);
  }

  static void keyId(String keyId) {
    Characters.checked("key id", keyId, LONG);
  }
}
