package io.calloutauth;

import io.calloutauth.client.ClientAuthentication;
import io.calloutauth.client.ClientRegistration;
import io.calloutauth.client.GrantType;
import io.calloutauth.client.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ProviderSettings} and their builder hold. Not thread-safe while it is written; {@link
 * #toString()} hides the secret.
 */
final class ProviderDraft {

  String name = "";
  GrantType grantType = GrantType.CLIENT_CREDENTIALS;
  String clientId = "";
  @Nullable Secret clientSecret;
  @Nullable ProviderId editOf;
  String tokenEndpoint = "";
  String revocationEndpoint = "";
  String testEndpoint = "";
  String scope = "";
  ClientAuthentication clientAuthentication = ClientAuthentication.CLIENT_SECRET_BASIC;
  Duration defaultLifetime = ClientRegistration.DEFAULT_LIFETIME;
  boolean singleToken;
  List<String> origins = new ArrayList<>();
  RequestSettings requests = RequestSettings.STANDARD;
  AnswerSettings answers = AnswerSettings.STANDARD;

  ProviderDraft copy() {
    ProviderDraft copy = new ProviderDraft();
    copy.name = name;
    copy.grantType = grantType;
    copy.clientId = clientId;
    copy.clientSecret = clientSecret;
    copy.editOf = editOf;
    copy.tokenEndpoint = tokenEndpoint;
    copy.revocationEndpoint = revocationEndpoint;
    copy.testEndpoint = testEndpoint;
    copy.scope = scope;
    copy.clientAuthentication = clientAuthentication;
    copy.defaultLifetime = defaultLifetime;
    copy.singleToken = singleToken;
    copy.origins = new ArrayList<>(origins);
    copy.requests = requests;
    copy.answers = answers;
    return copy;
  }

  @Override
  public String toString() {
    return "ProviderDraft[" + name + "]";
  }
}
