package io.calloutauth.provider;

import io.calloutauth.oauth.Secret;
import io.calloutauth.store.ProviderRow;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says which secrets a draft that was read from a document keeps: a document is read before it is
 * known which provider it is about, or whether there is one.
 */
final class KeptSecrets {

  private static final Map<String, Secret> ONE = Map.of("", ProviderDraft.KEPT);

  private KeptSecrets() {}

  /**
   * Returns the draft with the secrets that it keeps of a provider. Where there is none to keep,
   * none is set: then it is missing, or made where the library makes it.
   *
   * @param before the provider, or null when it is a new one
   */
  static ProviderDraft adopt(ProviderDraft draft, @Nullable ProviderRow before) {
    if (!draft.isOfDocument()) {
      return draft;
    }
    ProviderDraft kept =
        before == null
            ? new ProviderDraft()
            : ProviderEditor.view(before).toSettings().draft().copy();
    ProviderDraft adopted = draft.copy();
    SettingTable.SEALED.stream()
        .filter(secret -> !secret.isStored() && !draft.hasProblem(secret))
        .filter(secret -> keeps(draft, secret))
        .forEach(secret -> adopted.put(secret, kept.get(secret)));
    return adopted;
  }

  private static boolean keeps(ProviderDraft draft, Setting<Map<String, Secret>> secret) {
    Map<String, Secret> typed = draft.get(secret);
    return typed.equals(ONE) || (typed.isEmpty() && !draft.isMentioned(secret));
  }
}
