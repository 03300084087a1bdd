package io.calloutauth;

import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.Page;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The providers of one tenant. Thread-safe; every method blocks for as long as the store needs and
 * throws {@link StoreUnavailableException} when it is out of reach. Changes join the host's
 * transaction where the store supports that.
 */
public interface Providers {

  /**
   * Tries settings through the whole chain: judges them, requests a token, and shows it to the
   * introspection and the test endpoint, as far as there are any. Stores nothing. Blocks for up to
   * 60 seconds (four times {@link CalloutAuthBuilder#requestTimeout}). An edit that brings no
   * secret is tried with the stored one, which is sent in no other way than it was set for: what
   * else works is found out for a typed one only.
   *
   * @throws InvalidSettingsException when settings are not acceptable; nothing was sent
   * @throws ProviderNotFoundException when the provider that is edited is gone
   * @throws TooManyAttemptsException when 10 tests and checks of the provider were asked of this
   *     node within a minute, or the tenant's limits that {@link TokenManager#obtain} names are
   *     reached
   * @throws SealedValueException when the secret is kept and does not open
   * @throws TokenWaitException when the time was up or the thread was interrupted; the interrupt
   *     stays set
   * @throws CalloutAuthClosedException once it is closed
   */
  TestReport check(ProviderSettings settings);

  /**
   * Stores a new provider.
   *
   * @throws InvalidSettingsException when settings are not acceptable
   * @throws ProviderNameTakenException when another provider has the name, in whatever case
   * @throws ProviderLimitException when the tenant has as many providers as it may have
   */
  Provider create(ProviderSettings settings);

  /**
   * Replaces a provider's settings. A draft that {@link Provider#toSettings()} started keeps every
   * secret that it does not mention, unless a secret or the token could go where it could not go
   * before: it adds or changes an endpoint, the issuer, a pointer or the client authentication, or
   * lets the token go to more origins. Then every secret has to be entered again, and the event's
   * {@link CalloutAuthEvent#widenedFields()} name what was widened. What is set to null or empty is
   * removed. A change of what the token depends on, or of where it may go, drops the token.
   *
   * @param readVersion the {@link Provider#version()} that the edit is based on
   * @throws InvalidSettingsException when settings are not acceptable
   * @throws ProviderNotFoundException when there is no such provider
   * @throws ProviderFormatException when a later version of this library wrote it, or its row is
   *     broken
   * @throws StaleProviderException when it was changed since that version
   * @throws ProviderNameTakenException when another provider has the name, in whatever case
   * @throws SealedValueException when the secret is kept and does not open
   */
  Provider update(ProviderId id, long readVersion, ProviderSettings settings);

  /**
   * Stores a provider by its name: as a new one, or in place of all that the one of that name has.
   * Where nothing would change, nothing is written, and a client secret, say, that is the stored
   * one changes nothing: a host can call this whenever it starts. A secret that a document holds as
   * text is always set. A client secret, private key or certificate that is not set is kept, where
   * no secret could go elsewhere by it.
   *
   * @throws InvalidSettingsException when settings are not acceptable
   * @throws ProviderFormatException as {@link #update} does
   * @throws ProviderLimitException as {@link #create} does
   * @throws StaleProviderException when it was changed at this very moment: try again
   * @throws ProviderNotFoundException when it was deleted at this very moment: try again
   * @throws SealedValueException when a secret that is kept does not open
   */
  Provider createOrUpdate(ProviderSettings settings);

  /** Returns a provider; empty when the tenant has none with this id. */
  Optional<Provider> find(ProviderId id);

  /** Returns the provider with a name, in whatever case; empty when there is none. */
  Optional<Provider> findByName(String name);

  /** Returns a provider as a list shows it; empty when the tenant has none with this id. */
  Optional<ProviderSummary> findSummary(ProviderId id);

  /**
   * Returns the first page of the providers in the order of their names.
   *
   * @param limit how many at most, from 1 to 1,000
   * @throws IllegalArgumentException when the limit is another, or the page starts at no {@code
   *     next()}
   */
  Page<ProviderSummary> list(int limit);

  /**
   * Returns another page.
   *
   * @param after the {@link Page#next()} of the page before
   * @param limit how many at most, from 1 to 1,000
   * @throws IllegalArgumentException when the limit is another, or the page starts at no {@code
   *     next()}
   */
  Page<ProviderSummary> list(String after, int limit);

  /**
   * Returns the first page of the providers that match, in the order of their names. Reads as many
   * of the tenant's providers as it takes to fill the page: up to all of them.
   *
   * @param limit how many at most, from 1 to 1,000
   * @throws IllegalArgumentException when the limit is another
   */
  Page<ProviderSummary> search(ProviderQuery query, int limit);

  /**
   * Returns another page of a search.
   *
   * @param query the same query
   * @param after the {@link Page#next()} of the page before
   * @param limit how many at most, from 1 to 1,000
   * @throws IllegalArgumentException when the limit is another, or the page starts at no {@code
   *     next()} of this query
   */
  Page<ProviderSummary> search(ProviderQuery query, String after, int limit);

  /**
   * Returns a provider's public keys for an administrator to register at the authorization server;
   * empty when there is no such provider, or its client signs with no key of its own. A key that
   * does not open is left out.
   */
  default Optional<PublicKeySet> publicKeys(ProviderId id) {
    return find(id).flatMap(Provider::keySet).flatMap(keySet -> publicKeys(id, keySet));
  }

  /**
   * Returns a set of public keys for the host to serve, under a URL that names tenant, provider and
   * set: {@link PublicKeySet#jwks()} as {@code application/jwk-set+json} with {@link
   * PublicKeySet#maxAge()}, to anybody. Empty when the provider has no such set, or not any more:
   * serve a 404 then. Opens the keys each time; cache the response where many ask.
   *
   * @param keySet the {@link Provider#keySet()}
   */
  Optional<PublicKeySet> publicKeys(ProviderId id, String keySet);

  /**
   * Adds a next key beside the one that a client signs with: it is published from now on, so that
   * the authorization server learns it before it signs. No token is lost by it, and none by {@link
   * #promoteKey} and {@link #dropKey}. A provider has two keys at most. A key that is made may take
   * half a second.
   *
   * @param readVersion the {@link Provider#version()} that this is based on
   * @param privateKey PKCS#8 in PEM, or a JWK, of a kind that the signing algorithm signs with;
   *     null or empty to have one made
   * @throws InvalidSettingsException when the client signs with no key, there is a key beside the
   *     one that signs already, what was typed is none, or anything else of the provider is refused
   *     by now, as {@link #update} would; nothing was saved
   * @throws ProviderNotFoundException when there is no such provider
   * @throws ProviderFormatException as {@link #update} does
   * @throws StaleProviderException when it was changed since that version
   * @throws SealedValueException when a secret that is kept does not open
   */
  Provider addKey(ProviderId id, long readVersion, @Nullable String privateKey);

  /**
   * Lets the key beside the one that signs sign in its place: the next one; or the previous one, to
   * go back. The one that signed stays published as the previous until it is dropped. Where the
   * client authenticates with a key, that one signs what the server refuses of the other; a JWT
   * bearer grant beside another client authentication has no such fallback. Wait in any case until
   * the server knows the key: until it was registered there, or {@link PublicKeySet#maxAge()} and
   * what the server adds to it have passed.
   *
   * @param readVersion the {@link Provider#version()} that this is based on
   * @param kid the key's id, of {@link #publicKeys(ProviderId)}
   * @throws InvalidSettingsException when there is no such key beside the one that signs, while an
   *     assertion key id is set, or anything else of the provider is refused by now, as {@link
   *     #update} would; nothing was saved
   * @throws ProviderNotFoundException when there is no such provider
   * @throws ProviderFormatException as {@link #update} does
   * @throws StaleProviderException when it was changed since that version
   */
  Provider promoteKey(ProviderId id, long readVersion, String kid);

  /**
   * Drops the key beside the one that signs: it is published no more, and opens no more. Where the
   * client authenticates with a key, {@link TokenStatus#credential()} says which one the server
   * takes; beside another client authentication it does not. Servers that keep a copy of the set
   * know it a while longer: one that somebody else may have is to be taken out there.
   *
   * @param readVersion the {@link Provider#version()} that this is based on
   * @param kid the key's id, of {@link #publicKeys(ProviderId)}
   * @throws InvalidSettingsException when there is no such key, it is the one that signs, or
   *     anything else of the provider is refused by now, as {@link #update} would; nothing was
   *     saved
   * @throws ProviderNotFoundException when there is no such provider
   * @throws ProviderFormatException as {@link #update} does
   * @throws StaleProviderException when it was changed since that version
   * @throws SealedValueException when a secret that is kept does not open
   */
  Provider dropKey(ProviderId id, long readVersion, String kid);

  /**
   * Adds a next client secret beside the client secret, while the authorization server is to take
   * another one. From then on, a request that the server refuses for one of them is made once more
   * with the other, within the same time; the one that worked last is tried first. No token is lost
   * by it, and none by {@link #promoteSecret} and {@link #dropSecret}.
   *
   * @param readVersion the {@link Provider#version()} that this is based on
   * @param secret the next secret, as {@link ProviderSettings.Builder#clientSecret} takes it
   * @throws InvalidSettingsException when the client authenticates with no secret, there is a next
   *     one already, what was typed is none, or anything else of the provider is refused by now, as
   *     {@link #update} would; nothing was saved
   * @throws ProviderNotFoundException when there is no such provider
   * @throws ProviderFormatException as {@link #update} does
   * @throws StaleProviderException when it was changed since that version
   * @throws SealedValueException when a secret that is kept does not open
   */
  Provider addSecret(ProviderId id, long readVersion, String secret);

  /**
   * Lets the next client secret take the place of the client secret, which is gone. {@link
   * TokenStatus#credential()} says whether the server was seen to take the next one; where it was
   * not, because it takes the other one too or nothing was asked for since then, a listener hears
   * so before ({@link EventType#SECRET_PROMOTED}) and may veto it: no request falls back to the old
   * secret afterwards. {@link #check} with the next one typed tells whether it works.
   *
   * @param readVersion the {@link Provider#version()} that this is based on
   * @throws InvalidSettingsException when there is no next one, or anything else of the provider is
   *     refused by now, as {@link #update} would; nothing was saved
   * @throws ProviderNotFoundException when there is no such provider
   * @throws ProviderFormatException as {@link #update} does
   * @throws StaleProviderException when it was changed since that version
   * @throws SealedValueException when a secret does not open
   */
  Provider promoteSecret(ProviderId id, long readVersion);

  /**
   * Drops the next client secret.
   *
   * @param readVersion the {@link Provider#version()} that this is based on
   * @throws InvalidSettingsException when there is no next one, or anything else of the provider is
   *     refused by now, as {@link #update} would; nothing was saved
   * @throws ProviderNotFoundException when there is no such provider
   * @throws ProviderFormatException as {@link #update} does
   * @throws StaleProviderException when it was changed since that version
   * @throws SealedValueException when a secret that is kept does not open
   */
  Provider dropSecret(ProviderId id, long readVersion);

  /**
   * Stops a provider's use without losing it: its token is dropped, its callouts fail. Disabling a
   * disabled one changes nothing. What somebody else changes at the same moment stays.
   *
   * @throws ProviderNotFoundException when there is no such provider
   * @throws ProviderFormatException when its row is broken: then no callout can use it
   * @throws TooManyAttemptsException when the tenant asked this node for 600 revocations and
   *     disablings within a minute
   * @throws StaleProviderException when somebody else was faster ten times in a row; trying again
   *     helps, in another transaction where the host's does not see others' changes
   */
  Provider disable(ProviderId id);

  /**
   * Undoes {@link #disable}.
   *
   * @throws ProviderNotFoundException when there is no such provider
   * @throws ProviderFormatException when its row is broken
   * @throws StaleProviderException as {@link #disable} does
   */
  Provider enable(ProviderId id);

  /**
   * Deletes a provider that no notification is bound to.
   *
   * @throws ProviderInUseException when one is; nothing changed
   * @throws ProviderNotFoundException when there is no such provider
   */
  void delete(ProviderId id);

  /**
   * Deletes a provider whatever is bound to it. Those notifications are detached: their callouts
   * fail until they are bound again or unbound.
   *
   * @return the ids of the notifications that were detached
   * @throws ProviderNotFoundException when there is no such provider
   */
  List<String> deleteAndDetach(ProviderId id);
}
