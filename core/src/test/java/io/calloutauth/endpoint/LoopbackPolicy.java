package io.calloutauth.endpoint;

import io.calloutauth.client.LoopbackGuard;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;

/** A policy under which every name leads to this machine, or where a test wants it to. */
public final class LoopbackPolicy implements EndpointPolicy {

  private final AddressCheck answer;

  private LoopbackPolicy(AddressCheck answer) {
    this.answer = answer;
    LoopbackGuard.allowLoopback();
  }

  public static LoopbackPolicy allowing() {
    return new LoopbackPolicy(
        new AddressCheck(AddressCheck.Outcome.ALLOWED, List.of(InetAddress.getLoopbackAddress())));
  }

  public static LoopbackPolicy saying(AddressCheck.Outcome outcome) {
    return new LoopbackPolicy(new AddressCheck(outcome, List.of()));
  }

  public static LoopbackPolicy leadingTo(AddressCheck answer) {
    return new LoopbackPolicy(answer);
  }

  @Override
  public EndpointCheck check(String tenant, String url) {
    return EndpointCheck.allowed(new Endpoint(URI.create(url)));
  }

  @Override
  public AddressCheck resolve(String tenant, Endpoint endpoint) {
    return answer;
  }

  @Override
  public List<String> relaxations() {
    return List.of();
  }
}
