package io.calloutauth;

import io.calloutauth.client.RegisteredClient;
import io.calloutauth.engine.ClientSlots;
import io.calloutauth.engine.RowReading;
import io.calloutauth.engine.StoredSettings;
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
record DryRun(Parts parts, String tenant, SecretDrawer secrets) {

  /**
   * Returns what was found.
   *
   * @param before the provider that is edited, or null for a new one
   */
  TestReport of(JudgedSettings judged, @Nullable ProviderRow before) {
    return before != null && disturbsLiveToken(judged, before)
        ? TestReports.leftOut()
        : checked(judged, before);
  }

  private TestReport checked(JudgedSettings judged, @Nullable ProviderRow before) {
    RegisteredClient client =
        ClientSlots.client(
            tenant,
            judged.registration(),
            secrets.open(judged, before).orThrow(SealedValueException::of));
    String draft = before == null ? "a draft" : "a draft of provider " + before.key().id();
    TestReport report =
        TestReports.of(
            draft + " of tenant " + tenant,
            Waiting.await(
                parts.engine().check(client, judged.setsClientSecret()),
                parts.administratorsPatience()),
            judged.registration().scope());
    return judged.registration().singleToken() ? TestReports.endingOthers(report) : report;
  }

  /** An exchange would end the token that callouts use, where the server lets one live. */
  private boolean disturbsLiveToken(JudgedSettings judged, ProviderRow before) {
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
