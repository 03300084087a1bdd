package io.calloutauth.provider;

import io.calloutauth.endpoint.Origins;
import io.calloutauth.keys.PublishedCertificate;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.RenewalRules;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.ResponseOptions;
import io.calloutauth.oauth.Scope;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One authorization server together with the host's client registration there, as it was when it
 * was read. A read-only view that never holds the secret; immutable and thread-safe.
 */
public interface Provider {

  /** Returns the id, for the host to keep. */
  ProviderId id();

  /** Returns the version that was read: what an update is based on. It grows with each change. */
  long version();

  /** Returns the name, unique in the tenant without regard to case. */
  String name();

  /** Returns whether its use is stopped. */
  boolean disabled();

  /** Returns the grant type. */
  GrantType grantType();

  /** Returns the client id. */
  String clientId();

  /** Returns how the client authenticates. */
  ClientAuthentication clientAuthentication();

  /**
   * Returns what the authorization server calls itself, as it was typed; empty when that is not
   * known.
   */
  Optional<URI> issuer();

  /** Returns the token endpoint. */
  URI tokenEndpoint();

  /** Returns the revocation endpoint; empty when there is none. */
  Optional<URI> revocationEndpoint();

  /** Returns the authorization endpoint; empty when the grant has none. */
  Optional<URI> authorizationEndpoint();

  /** Returns where authorization requests are pushed to (RFC 9126); empty when they are not. */
  Optional<URI> pushedAuthorizationRequestEndpoint();

  /** Returns the extra parameters of authorization requests, each as {@code name=value}. */
  List<String> authorizationParameters();

  /** Returns whether each authorization response must name the issuer (RFC 9207). */
  boolean issuerInResponses();

  /** Returns the introspection endpoint; empty when there is none. */
  Optional<URI> introspectionEndpoint();

  /** Returns the test endpoint; empty when there is none. */
  Optional<URI> testEndpoint();

  /** Returns the scope that is asked for; empty when none is. */
  Scope scope();

  /** Returns how long a token lives whose response does not say so. */
  Duration defaultLifetime();

  /** Returns whether the server lets one token of the client live at a time. */
  boolean singleToken();

  /**
   * Returns for how long the server takes a used refresh token once more; zero where it does not.
   */
  Duration refreshTokenReuseInterval();

  /** Returns how long the refresh token may stay unused; zero for as long as it lives. */
  Duration keepAliveInterval();

  /** Returns the origins that its token may go to: a list, or any. */
  Origins origins();

  /** Returns what token requests hold beyond, or other than, what RFC 6749 says. */
  RequestOptions requests();

  /** Returns how token responses are read that stray from RFC 6749. */
  ResponseOptions responses();

  /** Returns how receivers of its callouts refuse the token. */
  RenewalRules renewal();

  /**
   * Returns when its client secret, a key, or the value of an extra parameter or header was set or
   * taken away last, by the clock of the node that did; empty when it has none. A time before the
   * last rotation means that a backup brought an older secret back.
   */
  Optional<Instant> secretSetAt();

  /** Returns when the client secret ends, as it was typed; empty when that is not known. */
  Optional<Instant> clientSecretExpiresAt();

  /** Returns the certificate that the client shows in TLS; empty where it shows none. */
  Optional<PublishedCertificate> clientCertificate();

  /**
   * Returns since when there is a next client secret beside the client secret, by the clock of the
   * node that added it; empty when there is none.
   */
  Optional<Instant> nextSecretSetAt();

  /**
   * Returns the id of the set of public keys that the authorization server is to know; empty where
   * the client has no key or certificate of its own. Another id than before an edit means that the
   * server must be told where the new set is: no key of the old one signs, or is published, any
   * more.
   */
  Optional<String> keySet();

  /** Returns when it was created. */
  Instant createdAt();

  /** Returns when it was changed last. */
  Instant updatedAt();

  /**
   * Returns this provider for a host's JSON, in text, numbers, true and false, and lists: {@code
   * id}, {@code version}, {@code disabled}, {@code created_at}, {@code updated_at}, {@code
   * secret_set_at} and {@code next_secret_set_at} (ISO 8601), of a client certificate {@code
   * certificate_subject}, {@code certificate_thumbprint} and {@code certificate_ends}, and every
   * setting that is set, by {@link ProviderField#key()}: a duration in seconds, of extra parameters
   * and headers the names alone. What cannot be read of it, or not be used by this version, is left
   * out, and {@code problem} says so. It holds no secret, sealed or not.
   */
  Map<String, Object> toMap();

  /** Starts an edit: a draft with these settings that keeps the secret. */
  ProviderSettings toSettings();
}
