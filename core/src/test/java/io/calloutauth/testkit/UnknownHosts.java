package io.calloutauth.testkit;

import io.calloutauth.endpoint.PublicEndpoints;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A name service that knows no host, and remembers which were looked up. */
public final class UnknownHosts {

  private final Set<String> lookedUp = ConcurrentHashMap.newKeySet();
  private final PublicEndpoints policy =
      PublicEndpoints.builder().allowLoopbackHttp().nameResolver(this::resolve).build();

  private List<InetAddress> resolve(String host) throws UnknownHostException {
    lookedUp.add(host);
    throw new UnknownHostException(host);
  }

  /** Returns the hosts that were looked up by now. */
  public Set<String> lookedUp() {
    return lookedUp;
  }

  /** Returns an endpoint policy that looks names up here. */
  public PublicEndpoints policy() {
    return policy;
  }
}
