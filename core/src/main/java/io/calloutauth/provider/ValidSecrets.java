package io.calloutauth.provider;

import io.calloutauth.oauth.Secret;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of settings that were found good, by slot: typed, or kept from what is edited.
 * Immutable; {@link #toString()} tells the slots only.
 */
public final class ValidSecrets {

  private final Map<String, @Nullable Secret> bySlot;

  /**
   * Takes secrets over.
   *
   * @param bySlot the secrets; null for one that is kept
   */
  ValidSecrets(Map<String, @Nullable Secret> bySlot) {
    this.bySlot = new TreeMap<>(bySlot);
  }

  /** Returns the slots of all secrets that there are to be. */
  public List<String> slots() {
    return List.copyOf(bySlot.keySet());
  }

  /** Returns the secret that was typed for a slot, or null when none was. */
  @Nullable Secret typed(String slot) {
    return bySlot.get(slot);
  }

  /** Returns whether a secret was typed for any slot that starts with a text. */
  boolean setsAny(String start) {
    return bySlot.entrySet().stream()
        .anyMatch(entry -> entry.getKey().startsWith(start) && entry.getValue() != null);
  }

  @Override
  public String toString() {
    return "JudgedSecrets" + bySlot.keySet();
  }
}
