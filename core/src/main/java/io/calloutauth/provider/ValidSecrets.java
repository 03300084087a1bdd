package io.calloutauth.provider;

import io.calloutauth.oauth.Secret;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of settings that were found good, by the names that they are sealed under: typed, or
 * kept from what is edited. Immutable; {@link #toString()} tells the names only.
 */
final class ValidSecrets {

  private final Map<String, Secret> byName;

  /** Takes secrets over; those that are kept are empty. */
  ValidSecrets(Map<String, Secret> byName) {
    this.byName = new TreeMap<>(byName);
  }

  /** Returns these and others. */
  ValidSecrets with(Map<String, Secret> others) {
    Map<String, Secret> all = new TreeMap<>(byName);
    all.putAll(others);
    return new ValidSecrets(all);
  }

  /** Returns these without those of a setting. */
  ValidSecrets without(Setting<?> setting) {
    Map<String, Secret> rest = new TreeMap<>(byName);
    rest.keySet().removeIf(setting::hasSecret);
    return new ValidSecrets(rest);
  }

  /** Returns these without the one of a name. */
  ValidSecrets without(String name) {
    Map<String, Secret> rest = new TreeMap<>(byName);
    rest.remove(name);
    return new ValidSecrets(rest);
  }

  /** Returns the names of all secrets that there are to be. */
  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** Returns the secret that was typed under a name, or null when none was. */
  @Nullable Secret typed(String name) {
    Secret secret = byName.get(name);
    return secret == null || secret.equals(ProviderDraft.KEPT) ? null : secret;
  }

  /** Returns whether any secret was typed. */
  boolean setsAny() {
    return byName.keySet().stream().anyMatch(name -> typed(name) != null);
  }

  /** Returns whether a secret of a setting was typed. */
  boolean setsAny(Setting<?> setting) {
    return byName.keySet().stream()
        .anyMatch(name -> setting.hasSecret(name) && typed(name) != null);
  }

  @Override
  public String toString() {
    return "ValidSecrets" + byName.keySet();
  }
}
