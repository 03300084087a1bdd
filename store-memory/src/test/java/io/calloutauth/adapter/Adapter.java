package io.calloutauth.adapter;

import io.calloutauth.CalloutAuthenticator;

/** The HTTP clients that there is an adapter for. */
enum Adapter implements AdapterClient.Factory {
  APACHE(ApacheAdapterClient::new, true, true),
  APACHE_ASYNC(ApacheAsyncAdapterClient::new, true, true),
  SPRING_ON_JDK(SpringAdapterClient::onJdk, false, false),
  SPRING_ON_APACHE(SpringAdapterClient::onApache, false, false),
  WEB_CLIENT(WebClientAdapterClient::new, true, false),
  OK_HTTP(OkHttpAdapterClient::new, true, true);

  private final AdapterClient.Factory factory;
  private final boolean streamsBodies;
  private final boolean knowsRedirects;

  Adapter(AdapterClient.Factory factory, boolean streamsBodies, boolean knowsRedirects) {
    this.factory = factory;
    this.streamsBodies = streamsBodies;
    this.knowsRedirects = knowsRedirects;
  }

  /** Returns whether a request can have a body that is sent only once. */
  boolean streamsBodies() {
    return streamsBodies;
  }

  /** Returns whether the end of a body need not be read: Spring reads it where it is Apache's. */
  boolean cutsBodiesOff() {
    return this != SPRING_ON_APACHE;
  }

  /** Returns whether the adapter can tell, or keep, its client from following redirects. */
  boolean knowsRedirects() {
    return knowsRedirects;
  }

  @Override
  public AdapterClient client(
      CalloutAuthenticator callouts, boolean byAttribute, boolean redirects) {
    return factory.client(callouts, byAttribute, redirects);
  }
}
