package io.calloutauth.engine;

import io.calloutauth.engine.TokenListener.Kind;
import io.calloutauth.engine.TokenListener.Note;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and the listener what became of a token request. Thread-safe. */
final class Announcer {

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private final TokenListener listener;

  Announcer(TokenListener listener) {
    this.listener = listener;
  }

  /**
   * Relates a failure to the one before it: what is the same has the same correlation id, which is
   * in the log as a warning.
   *
   * @param before why the last token request on this node failed, or null when it did not
   */
  static TokenResult relate(TokenResult response, @Nullable TokenFailure before) {
    return response instanceof TokenFailure failure && before != null && failure.isSameAs(before)
        ? failure.correlatedWith(before)
        : response;
  }

  /**
   * What became of a token request.
   *
   * @param client who asked
   * @param response what came
   * @param again whether a token was there before
   * @param took how long the server took
   */
  record Told(RegisteredClient client, TokenResult response, boolean again, Duration took) {}

  /**
   * Tells of a token request. The log warns once for each change of state, whoever listens.
   *
   * @param before why the last token request on this node failed, or null when it did not
   */
  void announce(ProviderEntry entry, Told told, @Nullable TokenFailure before) {
    if (told.response instanceof TokenFailure failure) {
      warn(entry, failure, before);
      Note note =
          new Note(
              failure.toString(), failure.operatorDetail(), failure.correlationId(), told.took);
      listener.happened(entry.key(), entry.name(), Kind.FAILED, note);
      if (failure.error().endsAuthorization()) {
        tell(entry, failure, note);
      }
      return;
    }
    if (before == null) {
      LOG.debug("Provider {}: {}", entry.label(), told.response);
    } else {
      LOG.info("Provider {}: a token again: {}", entry.label(), told.response);
    }
    Kind kind = told.again ? Kind.RENEWED : Kind.OBTAINED;
    listener.happened(entry.key(), entry.name(), kind, Note.NONE.lasting(told.took));
    ((IssuedToken) told.response)
        .credential()
        .filter(told.client::switchesTo)
        .ifPresent(credential -> announceSwitch(entry, SecretName.ofCredential(credential)));
  }

  /** While keys or secrets are rolled: the credential before can be taken away. */
  private void announceSwitch(ProviderEntry entry, String credential) {
    LOG.info("Provider {}: the server takes another credential now: {}", entry.label(), credential);
    listener.happened(entry.key(), entry.name(), Kind.CREDENTIAL_SWITCHED, Note.of(credential));
  }

  /** Tells of a sealed value that did not open. */
  void announceUnopened(ProviderEntry entry, String keyId) {
    listener.happened(entry.key(), entry.name(), Kind.VALUE_UNOPENED, Note.of(keyId));
  }

  /**
   * Tells of an authorization that is over or in doubt, as the shared row has it: once on each
   * node.
   *
   * @param before why the last token request on this node failed, or null when it did not
   */
  void announceAuthorization(
      ProviderEntry entry, NextStep.Completion found, @Nullable TokenFailure before) {
    TokenFailure failure = found.backOff().failure();
    if (failure != null && (before == null || before.error() != failure.error())) {
      warn(entry, failure, before);
      tell(entry, failure, Note.NONE.under(failure.correlationId()));
    }
  }

  private void tell(ProviderEntry entry, TokenFailure failure, Note note) {
    boolean over = failure.failureClass() == FailureClass.PERMANENT;
    Kind kind = over ? Kind.AUTHORIZATION_NEEDED : Kind.AUTHORIZATION_IN_DOUBT;
    listener.happened(entry.key(), entry.name(), kind, note);
  }

  private static void warn(
      ProviderEntry entry, TokenFailure failure, @Nullable TokenFailure before) {
    String words = failure.operatorDetail();
    String detail = words.isEmpty() ? "" : " [" + words + "]";
    String id = failure.correlationId();
    if (before != null && failure.isSameAs(before)) {
      LOG.debug("Provider {}: no token again ({}): {}{}", entry.label(), id, failure, detail);
    } else {
      LOG.warn("Provider {}: no token ({}): {}{}", entry.label(), id, failure, detail);
    }
  }
}
