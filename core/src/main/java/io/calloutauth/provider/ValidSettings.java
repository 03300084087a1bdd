package io.calloutauth.provider;

import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.store.ProviderName;

/**
 * Settings that were found good: as they are stored, and as a node keeps them. Immutable.
 *
 * @param name the name with its key
 * @param stored the form that a store keeps, without what the library itself keeps
 * @param registration the form that a node keeps
 * @param secrets the secrets; their text is hidden
 */
record ValidSettings(
    ProviderName name,
    StoredSettings stored,
    ClientRegistration registration,
    ValidSecrets secrets) {}
