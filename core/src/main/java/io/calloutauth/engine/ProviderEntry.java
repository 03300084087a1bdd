package io.calloutauth.engine;

import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.Origins;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.RenewalRules;
import io.calloutauth.provider.StoredSettings;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.ProviderStore;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.StoreException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the engine keeps of a provider. Immutable; secrets stay sealed.
 *
 * @param key the tenant and id
 * @param name the name, for people
 * @param version the row's version: a higher one is a later edit
 * @param epoch the token epoch
 * @param disabled whether its use is stopped
 * @param registration what requests are made from, or null when the policy refuses an endpoint by
 *     now
 * @param origins where its token may go
 * @param secrets the sealed secrets by name
 * @param destinations a digest of where secrets and tokens may go: what all of them are sealed to
 * @param secretSetAt when a secret was set last, in milliseconds since 1970; 0 when that is not
 *     said
 * @param authorization what its refresh token belongs to, or null when its grant owns none
 */
record ProviderEntry(
    ProviderKey key,
    String name,
    long version,
    long epoch,
    boolean disabled,
    @Nullable ClientRegistration registration,
    Origins origins,
    Map<String, Sealed> secrets,
    String destinations,
    long secretSetAt,
    @Nullable OwnAuthorization authorization) {

  /** Reads a provider's row. */
  static ProviderEntry of(ProviderRow row, EndpointPolicy policy) {
    StoredSettings settings = StoredSettings.read(row.content());
    return new ProviderEntry(
        new ProviderKey(row.key().tenant().intern(), row.key().id()),
        row.content().name().text(),
        row.version(),
        row.epoch(),
        row.content().disabled(),
        settings.registration(policy, row.key().tenant()),
        settings.origins(),
        shared(row.content().secrets()),
        settings.destinations(),
        settings.secretSetAt().map(Instant::toEpochMilli).orElse(0L),
        settings.ownsAuthorization()
            ? new OwnAuthorization(row.authorization(), settings.authorizationContext())
            : null);
  }

  /** A node keeps many entries: each text that most of them have is kept once. */
  private static Map<String, Sealed> shared(Map<String, Sealed> secrets) {
    Map<String, Sealed> shared = new HashMap<>();
    secrets.forEach(
        (name, value) ->
            shared.put(name.intern(), Sealed.of(value.keyId().intern(), value.text())));
    return Map.copyOf(shared);
  }

  /**
   * Reads a row.
   *
   * @throws StoreException when this version cannot read its settings: to whoever needs the
   *     provider, that is a store which is broken until an operator acts
   */
  static ProviderEntry read(ProviderRow row, EndpointPolicy policy) {
    String objection = StoredSettings.read(row.content()).objection();
    if (objection != null) {
      throw unusable(row, objection, null);
    }
    try {
      return of(row, policy);
    } catch (IllegalArgumentException | IllegalStateException | DateTimeException unreadable) {
      throw unusable(row, "this version cannot read its settings; correct them", unreadable);
    }
  }

  private static StoreException unusable(
      ProviderRow row, String why, @Nullable RuntimeException cause) {
    String provider = row.content().name().text() + " (" + row.key().id() + ")";
    return new StoreException("The provider " + provider + " cannot be used: " + why, false, cause);
  }

  /**
   * Tells whether a token of another reading of the row is this one's too: of one epoch, and with
   * nowhere else to go.
   */
  boolean sharesTokensWith(ProviderEntry other) {
    return epoch == other.epoch && key.equals(other.key) && destinations.equals(other.destinations);
  }

  /** Returns what the log calls it. */
  String label() {
    return name + " (" + key.id() + ")";
  }

  /** Returns whose work it is, for the log. */
  String subject() {
    return "Provider " + label();
  }

  String tenant() {
    return key.tenant();
  }

  String id() {
    return key.id();
  }

  /**
   * Returns what the secrets are sealed to. Made when asked for: entries are kept by the thousand.
   */
  String secretContext() {
    return StoredSettings.secretContext(destinations, secretSetAt);
  }

  /** Returns the version of the credential, as {@link StoredSettings#credentialVersion()} does. */
  String credentialVersion() {
    return StoredSettings.credentialVersion(
        registration == null ? Map.of() : registration.requests().assertion().keys(), secretSetAt);
  }

  /** Returns by which responses receivers refuse the token. */
  RenewalRules renewal() {
    return registration == null ? RenewalRules.STANDARD : registration.renewal();
  }

  /** Returns the endpoint that token requests go to; empty when the policy refuses one. */
  List<URI> tokenEndpoints() {
    return registration == null ? List.of() : List.of(registration.tokenEndpoint().uri());
  }

  /** Returns the endpoint that revocations go to; empty when there is none that may be used. */
  List<URI> revocationEndpoints() {
    return registration == null
        ? List.of()
        : registration
            .revocationEndpoint()
            .map(endpoint -> List.of(endpoint.uri()))
            .orElse(List.of());
  }

  /** Returns the host that token requests go to, for the limit of token requests per host. */
  String host() {
    return registration == null ? "" : registration.tokenEndpoint().origin().host();
  }

  /** Tells whether a callout to a target may carry the token. Allocates nothing. */
  boolean admits(URI target) {
    return origins.covers(target);
  }

  /** Tells whether the token may go to all of some origins. */
  boolean admitsAllOf(Origins others) {
    return origins.containsAll(others);
  }

  /**
   * The authorization that a provider's refresh token belongs to, as its row says.
   *
   * @param number what a token row knows of one with a lower number does not count
   * @param context what refresh tokens are sealed to that the server sent
   */
  record OwnAuthorization(long number, String context) {}

  /**
   * Reads providers' rows. Blocks as the store does.
   *
   * @param rows the rows
   * @param policy says which of their endpoints may be used
   */
  record Reader(ProviderStore rows, EndpointPolicy policy) {

    /** Returns a provider as its row says by now. */
    Optional<ProviderEntry> find(ProviderKey key) {
      return rows.find(key).map(this::read);
    }

    ProviderEntry read(ProviderRow row) {
      return ProviderEntry.read(row, policy);
    }
  }
}
