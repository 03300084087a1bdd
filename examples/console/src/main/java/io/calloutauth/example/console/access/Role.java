package io.calloutauth.example.console.access;

/** What somebody may change; everybody who is signed in may look at everything of their tenant. */
public enum Role {
  /** Providers and their tokens. */
  PROVIDERS,
  /** Notifications and their callouts. */
  NOTIFICATIONS
}
