package io.calloutauth.provider;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.Secret;
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
  ResponseSettings responses = ResponseSettings.STANDARD;
  List<Integer> renewalStatuses = new ArrayList<>();
  String renewalPointer = "";
  List<String> renewalValues = List.of();

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
    copy.responses = responses;
    copy.renewalStatuses = new ArrayList<>(renewalStatuses);
    copy.renewalPointer = renewalPointer;
    copy.renewalValues = renewalValues;
    return copy;
  }

  @Override
  public String toString() {
    return "ProviderDraft[" + name + "]";
  }
}
