package io.calloutauth.endpoint;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Allows endpoints on the public internet: https to a host in canonical form that leads to public
 * addresses only, on port 443 or an unreserved one. The host's code may relax it for all tenants or
 * for one, each relaxation being a warning in the log when the policy is built, and may narrow it
 * to listed hosts. Cloud metadata services and link-local addresses stay refused whatever is
 * relaxed, also where IPv6 wraps them. Immutable and thread-safe.
 */
public final class PublicEndpoints implements EndpointPolicy {

  private final EndpointRules forAll;
  private final Map<String, EndpointRules> byTenant;
  private final @Nullable ListedHosts listed;
  private final Map<String, ListedHosts> listedByTenant;
  private final AddressLookup addresses;
  private final List<Words> words;
  private final @Nullable EgressProxy proxy;

  PublicEndpoints(PublicEndpointsBuilder builder) {
    AddressRules rules =
        new AddressRules(new Dns64(builder.dns64), builder.own.and(builder.cluster));
    forAll = new EndpointRules(builder.forAll, rules);
    Map<String, EndpointRules> tenants = new HashMap<>();
    builder.byTenant.forEach(
        (tenant, own) -> tenants.put(tenant, new EndpointRules(builder.forAll.and(own), rules)));
    byTenant = Map.copyOf(tenants);
    listed = builder.listed;
    listedByTenant = Map.copyOf(builder.listedByTenant);
    addresses = new AddressLookup(builder.resolver);
    proxy = builder.proxy;
    Stream<Words> delegated = Stream.ofNullable(proxy).map(one -> new Words(null, one.words()));
    words = Stream.concat(builder.words.stream(), delegated).toList();
  }

  /** Returns a builder of the strict policy; what is relaxed is added to it. */
  public static PublicEndpointsBuilder builder() {
    return new PublicEndpointsBuilder();
  }

  @Override
  public EndpointCheck check(String tenant, String url) {
    EndpointCheck read = EndpointParser.read(url);
    if (read.endpoint() == null) {
      return read;
    }
    EndpointRefusal refusal = refusal(tenant, read.endpoint().origin());
    return refusal == null ? read : EndpointCheck.refused(refusal);
  }

  @Override
  public AddressCheck resolve(String tenant, Endpoint endpoint) {
    Origin origin = endpoint.origin();
    // Judged again: it may have been read for another tenant, or before the policy was tightened.
    EndpointRefusal refusal = refusal(tenant, origin);
    if (refusal != null) {
      return AddressCheck.disallowed(refusal.name());
    }
    EndpointRules rules = rules(tenant);
    return proxy == null || rules.isOpenLoopback(origin.host())
        ? addresses.find(tenant, origin.host(), rules.isNamed(origin), rules)
        : addresses.find(tenant, proxy);
  }

  private @Nullable EndpointRefusal refusal(String tenant, Origin origin) {
    ListedHosts own = listedByTenant.get(tenant);
    ListedHosts narrowed = own == null ? listed : own;
    return narrowed == null || narrowed.contain(origin.host())
        ? rules(tenant).refusalOf(origin)
        : EndpointRefusal.HOST_NOT_LISTED;
  }

  @Override
  public boolean allowsPlainHttp(String tenant, URI target) {
    return "http".equalsIgnoreCase(target.getScheme())
        && target.getHost() != null
        && rules(tenant).refusalOf(Origin.of(target)) == null;
  }

  @Override
  public List<String> relaxations() {
    return words.stream().map(Words::text).toList();
  }

  @Override
  public List<String> relaxations(String tenant) {
    return words.stream()
        .filter(one -> one.tenant() == null || one.tenant().equals(tenant))
        .map(Words::text)
        .toList();
  }

  /**
   * What is relaxed.
   *
   * @param tenant for whom, or null for all
   */
  record Words(@Nullable String tenant, String text) {}

  /** Returns a resolver for the tenant's own callouts, to be given to the host's HTTP client. */
  public CalloutTargets calloutTargets(String tenant) {
    return new CalloutTargets(tenant, rules(tenant), addresses);
  }

  private EndpointRules rules(String tenant) {
    return byTenant.getOrDefault(tenant, forAll);
  }
}
