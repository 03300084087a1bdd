package io.calloutauth.provider;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.oauth.AuthorizationOptions;
import io.calloutauth.oauth.AuthorizationRequestOptions;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.ClientRegistrationBuilder;
import io.calloutauth.oauth.RenewalRules;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.ResponseOptions;
import org.jspecify.annotations.Nullable;

/**
 * Reads stored settings into what an authorization server is asked with: the registration and its
 * options.
 *
 * @param settings what is stored
 */
record RegistrationReader(StoredSettings settings) {

  /**
   * Returns the registration, or null when the policy does not let one of its endpoints be used any
   * more.
   *
   * @throws RuntimeException when this version cannot read the settings
   */
  @Nullable ClientRegistration read(EndpointPolicy policy, String tenant) {
    Endpoint token = policy.check(tenant, settings.text(SettingTable.TOKEN_ENDPOINT)).endpoint();
    if (token == null) {
      return null;
    }
    ClientRegistrationBuilder registration =
        ClientRegistration.builder()
            .tokenEndpoint(token)
            .revocationEndpoint(endpoint(policy, tenant, SettingTable.REVOCATION_ENDPOINT))
            .introspectionEndpoint(endpoint(policy, tenant, SettingTable.INTROSPECTION_ENDPOINT))
            .testEndpoint(endpoint(policy, tenant, SettingTable.TEST_ENDPOINT))
            .requests(requests())
            .responses(responses())
            .renewal(renewal())
            .authorization(authorization())
            .authorizationRequests(authorizationRequests(policy, tenant));
    fill(registration);
    return registration.build();
  }

  /** Returns what requests hold beyond what every one holds: one object where nothing does. */
  RequestOptions requests() {
    RequestOptions.Builder options = RequestOptions.builder();
    return fill(options) ? options.build() : RequestOptions.STANDARD;
  }

  /** Returns how responses are read: one object where all are read as the standard has it. */
  ResponseOptions responses() {
    ResponseOptions.Builder options = ResponseOptions.builder();
    return fill(options) ? options.build() : ResponseOptions.STANDARD;
  }

  /** Returns how receivers of callouts refuse the token. */
  RenewalRules renewal() {
    RenewalRules.Builder rules = RenewalRules.builder();
    return fill(rules) ? rules.build() : RenewalRules.STANDARD;
  }

  private AuthorizationOptions authorization() {
    AuthorizationOptions.Builder options = AuthorizationOptions.builder();
    return fill(options) ? options.build() : AuthorizationOptions.STANDARD;
  }

  /** Puts all settings that a builder takes into it; tells whether there are any. */
  private boolean fill(Object builder) {
    boolean any = false;
    for (Setting<?> setting : SettingTable.STORED) {
      String text = settings.text(setting);
      any |= !text.isEmpty() && setting.fill(builder, text);
    }
    return any;
  }

  private AuthorizationRequestOptions authorizationRequests(EndpointPolicy policy, String tenant) {
    if (!settings.get(SettingTable.GRANT_TYPE).usesAuthorizationEndpoint()) {
      return AuthorizationRequestOptions.NONE;
    }
    Endpoint push = endpoint(policy, tenant, AuthorizationRequestTable.PUSH_ENDPOINT);
    AuthorizationRequestOptions.Builder options =
        AuthorizationRequestOptions.builder()
            .endpoint(endpoint(policy, tenant, AuthorizationRequestTable.ENDPOINT))
            .pushEndpoint(push)
            .issuer(settings.text(SettingTable.ISSUER));
    fill(options);
    if (push == null && !settings.text(AuthorizationRequestTable.PUSH_ENDPOINT).isEmpty()) {
      options.pushRefused();
    }
    return options.build();
  }

  private @Nullable Endpoint endpoint(
      EndpointPolicy policy, String tenant, Setting<String> setting) {
    String url = settings.text(setting);
    return url.isEmpty() ? null : policy.check(tenant, url).endpoint();
  }
}
