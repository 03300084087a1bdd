package io.calloutauth.admission;

/**
 * Whose place in a bulkhead it is.
 *
 * @param tenant the tenant
 * @param host the endpoint's host
 * @param health what is known of the endpoint
 */
public record Place(String tenant, String host, EndpointHealth health) {}
