package io.calloutauth.store;

/**
 * A provider's name as typed, and the key under which it is unique in its tenant.
 *
 * @param text the name as typed
 * @param key the name as core folded it; compared byte for byte, and the order of lists
 */
public record ProviderName(String text, String key) {}
