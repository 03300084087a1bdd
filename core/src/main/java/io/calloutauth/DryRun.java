package io.calloutauth;

import io.calloutauth.engine.RowReading;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.provider.ProviderEditor;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.TokenRow;

/**
 * Goes through the whole chain with settings that are not saved: token, scope, test endpoint.
 * Stores nothing.
 *
 * @param parts what all tenants share
 * @param tenant whose settings they are
 */
record DryRun(NodeParts parts, String tenant) {

  /** Returns what was found. */
  TestReport of(ProviderEditor.Edit edit) {
    if (edit.lacksKey()) {
      return TestReports.withoutKey();
    }
    return disturbsLiveToken(edit) ? TestReports.leftOut() : check(edit);
  }

  private TestReport check(ProviderEditor.Edit edit) {
    RegisteredClient client = edit.client(SealedValueException::of);
    ProviderRow before = edit.before();
    String draft = before == null ? "a draft" : "a draft of provider " + before.key().id();
    TestReport report =
        TestReports.of(
            draft + " of tenant " + tenant,
            Waiting.await(
                parts.engine().commands().check(client, edit.setsClientSecret()),
                parts.administratorsMaxWait()),
            edit.registration().scope());
    boolean blank = client.secret(SecretName.CLIENT_SECRET).filter(DryRun::hasBlankEnd).isPresent();
    TestReport whole = blank ? TestReports.blankEnd(report) : report;
    return edit.registration().singleToken() ? TestReports.endingOthers(whole) : whole;
  }

  /** Some secrets have one; most have it from the page or the file that they were copied from. */
  private static boolean hasBlankEnd(Secret secret) {
    String text = secret.reveal();
    return !text.equals(text.strip());
  }

  /** A token request would end the token that callouts use, where the server lets one live. */
  private boolean disturbsLiveToken(ProviderEditor.Edit edit) {
    ProviderRow before = edit.before();
    if (before == null || !edit.endsTokenInUse()) {
      return false;
    }
    TokenRow token =
        StoreCalls.call(() -> parts.store().tokens().find(before.key())).orElse(TokenRow.EMPTY);
    return RowReading.of(before, token).condition() == RowReading.Condition.ACTIVE;
  }
}
