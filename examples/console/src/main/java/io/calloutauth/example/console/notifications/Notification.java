package io.calloutauth.example.console.notifications;

/**
 * The host's own thing that makes callouts. The library knows its id only.
 *
 * @param id made by the host, unique in the tenant
 * @param name what people call it
 * @param url where its callouts go
 * @param method the HTTP method of its callouts
 * @param version the version that was read: what an edit is based on; 0 for a new one
 */
public record Notification(String id, String name, String url, String method, long version) {

  /** Describes a notification that is yet to be stored. */
  public Notification(String id, String name, String url, String method) {
    this(id, name, url, method, 0);
  }
}
