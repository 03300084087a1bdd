package io.calloutauth.example.console.access;

import io.calloutauth.CalloutAuth;

/**
 * What the user who is signed in works with: the only way from a page to anything of a tenant. A
 * controller takes it as a parameter, and nothing that is typed can make it another tenant's.
 *
 * @param tenant the user's tenant
 * @param user the user's name, for the audit trail
 * @param auth the library's way in for this tenant, with the user as its actor
 */
public record Workspace(String tenant, String user, CalloutAuth auth) {}
