package io.calloutauth;

import io.calloutauth.engine.RowReading;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.provider.ProviderSecrets;
import io.calloutauth.provider.SecretNames;
import io.calloutauth.provider.StoredSettings;
import io.calloutauth.provider.ValidSettings;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.TokenRow;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the whole chain with settings that are not saved: token, scope, test endpoint.
 * Stores nothing.
 *
 * @param parts what all tenants share
 * @param tenant whose settings they are
 * @param secrets opens what an edit keeps
 */
record DryRun(NodeParts parts, String tenant, ProviderSecrets secrets) {

  /**
   * Returns what was found.
   *
   * @param before the provider that is edited, or null for a new one
   */
  TestReport of(ValidSettings judged, @Nullable ProviderRow before) {
    return before != null && disturbsLiveToken(judged, before)
        ? TestReports.leftOut()
        : checked(judged, before);
  }

  private TestReport checked(ValidSettings judged, @Nullable ProviderRow before) {
    RegisteredClient client =
        SecretNames.client(
            tenant,
            judged.registration(),
            secrets.open(judged, before).orThrow(SealedValueException::of));
    String draft = before == null ? "a draft" : "a draft of provider " + before.key().id();
    TestReport report =
        TestReports.of(
            draft + " of tenant " + tenant,
            Waiting.await(
                parts.engine().commands().check(client, judged.setsClientSecret()),
                parts.administratorsMaxWait()),
            judged.registration().scope());
    return judged.registration().singleToken() ? TestReports.endingOthers(report) : report;
  }

  /** A token request would end the token that callouts use, where the server lets one live. */
  private boolean disturbsLiveToken(ValidSettings judged, ProviderRow before) {
    StoredSettings kept = StoredSettings.read(before.content().settings());
    if (!(kept.singleToken() || judged.registration().singleToken())
        || !kept.sameClient(judged.stored())) {
      return false;
    }
    TokenRow token =
        StoreCalls.call(() -> parts.store().tokens().find(before.key())).orElse(TokenRow.EMPTY);
    return RowReading.of(before, token).condition() == RowReading.Condition.ACTIVE;
  }
}
