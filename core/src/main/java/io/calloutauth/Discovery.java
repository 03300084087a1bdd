package io.calloutauth;

import io.calloutauth.provider.ProviderSettings;

/**
 * Fills in a provider's settings from the metadata of its authorization server (RFC 8414 and OpenID
 * Connect Discovery 1.0). Thread-safe.
 *
 * <p>Metadata is read when an administrator asks, and then never again: nothing is fetched for a
 * callout, nothing is kept, and endpoints move by an edit alone.
 */
public interface Discovery {

  /**
   * Reads the metadata of an issuer into an empty draft for the client credentials grant.
   *
   * @param issuer what the authorization server calls itself, such as {@code
   *     https://login.example.com}; the URL under which its metadata is found
   * @see #fetch(String, ProviderSettings)
   */
  default DiscoveryReport fetch(String issuer) {
    return fetch(issuer, ProviderSettings.clientCredentials().build());
  }

  /**
   * Reads the metadata of an issuer into a draft, which itself stays as it is: issuer, token and
   * revocation endpoint, and where the server does not take the draft's client authentication, one
   * that it takes. Nothing is stored.
   *
   * <p>The document at RFC 8414's place is read first, then OpenID's; the first that names the very
   * issuer counts, character by character. It must come with status 200 as one JSON object of at
   * most 256 KiB. Redirects are not followed. The endpoint policy judges issuer and endpoints, and
   * the addresses that are connected to.
   *
   * <p>Blocks for up to 45 seconds (three times {@link CalloutAuthBuilder#requestTimeout}). What a
   * server or the network does wrong is in the report, and nothing is filled in then.
   *
   * @param issuer as above
   * @param draft what is typed so far, or an edit that {@link
   *     io.calloutauth.provider.Provider#toSettings()} started: its secrets stay in it
   * @throws InvalidSettingsException when no provider may have this issuer; nothing was sent
   * @throws TooManyAttemptsException when the tenant's limits that {@link TokenManager#obtain}
   *     names are reached
   * @throws TokenWaitException when the time was up or the thread was interrupted; the interrupt
   *     stays set
   * @throws CalloutAuthClosedException once it is closed
   */
  DiscoveryReport fetch(String issuer, ProviderSettings draft);
}
