package io.calloutauth;

import io.calloutauth.engine.RowReading;
import io.calloutauth.engine.TokenCommands;
import io.calloutauth.oauth.Need;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.provider.ProviderEdit;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.TokenRow;
import io.calloutauth.store.TokenStore;
import java.time.Duration;

/**
 * Goes through the whole chain with settings that are not saved: token, scope, test endpoint.
 * Stores nothing.
 *
 * @param limit of the tenant whose settings they are
 * @param commands check clients
 * @param tokens tell whether there is a token
 * @param maxWait how long is waited for what a check finds
 */
record DryRun(CommandLimit limit, TokenCommands commands, TokenStore tokens, Duration maxWait) {

  /** Returns what was found. */
  TestReport of(ProviderEdit edit) {
    if (edit.lacksKey()) {
      return TestReports.withoutKey();
    }
    if (edit.registration().has(Need.AUTHORIZATION)) {
      return TestReports.withRefreshToken();
    }
    return disturbsLiveToken(edit) ? TestReports.leftOut() : check(edit);
  }

  private TestReport check(ProviderEdit edit) {
    RegisteredClient client = edit.client(SealedValueException::of);
    ProviderRow before = edit.before();
    String draft = before == null ? "a draft" : "a draft of provider " + before.key().id();
    TestReport report =
        TestReports.of(
            draft + " of tenant " + limit.tenant(),
            Waiting.await(commands.check(client, edit.setsClientSecret()), maxWait),
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
  private boolean disturbsLiveToken(ProviderEdit edit) {
    ProviderRow before = edit.before();
    if (before == null || !edit.endsTokenInUse()) {
      return false;
    }
    TokenRow token = StoreCalls.call(() -> tokens.find(before.key())).orElse(TokenRow.EMPTY);
    return RowReading.of(before, token).condition() == RowReading.Condition.ACTIVE;
  }
}
