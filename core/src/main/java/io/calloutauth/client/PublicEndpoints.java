package io.calloutauth.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Allows endpoints on the public internet: https to a host in canonical form that leads to public
 * addresses only, on port 443 or an unreserved one. The host's code may relax it for all tenants or
 * for one; each relaxation is a warning in the log when the policy is built. Cloud metadata
 * services stay refused whatever is relaxed. Immutable and thread-safe.
 */
public final class PublicEndpoints implements EndpointPolicy {

  private static final Logger LOG = LoggerFactory.getLogger(PublicEndpoints.class);

  private final EndpointRules forAll;
  private final Map<String, EndpointRules> byTenant;
  private final AddressLookup addresses;
  private final List<Words> words;
  private final @Nullable EgressProxy proxy;

  private PublicEndpoints(Builder builder) {
    AddressRules rules = new AddressRules(new Dns64(builder.dns64), builder.own);
    forAll = new EndpointRules(builder.forAll, rules);
    Map<String, EndpointRules> tenants = new HashMap<>();
    builder.byTenant.forEach(
        (tenant, own) -> tenants.put(tenant, new EndpointRules(builder.forAll.and(own), rules)));
    byTenant = Map.copyOf(tenants);
    addresses = new AddressLookup(builder.resolver);
    proxy = builder.proxy;
    Stream<Words> delegated = Stream.ofNullable(proxy).map(one -> new Words(null, one.words()));
    words = Stream.concat(builder.words.stream(), delegated).toList();
  }

  /** Returns a builder of the strict policy; what is relaxed is added to it. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public EndpointCheck check(String tenant, String url) {
    EndpointCheck read = EndpointParser.read(url);
    if (read.endpoint() == null) {
      return read;
    }
    EndpointRefusal refusal = rules(tenant).refusalOf(read.endpoint().origin());
    return refusal == null ? read : EndpointCheck.refused(refusal);
  }

  @Override
  public AddressCheck resolve(String tenant, Endpoint endpoint) {
    EndpointRules rules = rules(tenant);
    Origin origin = endpoint.origin();
    // Judged again: it may have been read for another tenant, or before the policy was tightened.
    EndpointRefusal refusal = rules.refusalOf(origin);
    if (refusal != null) {
      return AddressCheck.disallowed(refusal.name());
    }
    return proxy == null || rules.isOpenLoopback(origin.host())
        ? addresses.find(tenant, origin.host(), rules.isNamed(origin), rules)
        : addresses.find(tenant, proxy);
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
  private record Words(@Nullable String tenant, String text) {}

  /** Returns a resolver for the tenant's own callouts, to be given to the host's HTTP client. */
  public CalloutTargets calloutTargets(String tenant) {
    return new CalloutTargets(tenant, rules(tenant), addresses);
  }

  private EndpointRules rules(String tenant) {
    return byTenant.getOrDefault(tenant, forAll);
  }

  /**
   * Collects what the host's code relaxes. Every method says in an {@link IllegalArgumentException}
   * what to change when an argument makes no sense. Not thread-safe.
   */
  public static final class Builder {

    private Relaxations forAll = Relaxations.NONE;
    private final Map<String, Relaxations> byTenant = new HashMap<>();
    private final List<Cidr> dns64 = new ArrayList<>();
    private final List<Words> words = new ArrayList<>();
    private @Nullable EgressProxy proxy;
    private BoundedResolver resolver = BoundedResolver.over(NameResolver.system());
    private OwnAddresses own = OwnAddresses.ofThisNode();

    private Builder() {}

    /**
     * Allows http and https to this machine's loopback, on every port: {@code 127.0.0.0/8}, {@code
     * [::1]} and {@code localhost} as long as it leads nowhere else. For tests and development.
     */
    public Builder allowLoopbackHttp() {
      return relaxForAll(Relaxation.loopback());
    }

    /** Allows for one tenant what {@link #allowLoopbackHttp} allows for all. */
    public Builder allowLoopbackHttpForTenant(String tenant) {
      return relaxFor(tenant, Relaxation.loopback());
    }

    /**
     * Allows addresses of a block, this node's own among them. Scheme, name and port are judged as
     * ever: a name under {@code internal}, say, needs {@link #allowHostAndPort}.
     *
     * @param cidr such as {@code 10.20.0.0/16} or {@code fd12::/32}
     */
    public Builder allowCidr(String cidr) {
      return relaxForAll(Relaxation.cidr(cidr));
    }

    /** Allows for one tenant what {@link #allowCidr} allows for all. */
    public Builder allowCidrForTenant(String tenant, String cidr) {
      return relaxFor(tenant, Relaxation.cidr(cidr));
    }

    /**
     * Allows https to exactly this host on exactly this port, wherever it leads.
     *
     * @param host a name or an address literal (IPv6 in brackets); its sub-domains do not count
     * @param port from 1 to 65,535
     */
    public Builder allowHostAndPort(String host, int port) {
      return relaxForAll(Relaxation.pair(host, port));
    }

    /** Allows for one tenant what {@link #allowHostAndPort} allows for all. */
    public Builder allowHostAndPortForTenant(String tenant, String host, int port) {
      return relaxFor(tenant, Relaxation.pair(host, port));
    }

    /**
     * Judges IPv6 addresses behind a translation prefix by the IPv4 address in them, for networks
     * that reach IPv4 through NAT64 and DNS64 (RFC 6146, RFC 6147).
     *
     * @param prefix such as {@code 64:ff9b::/96}; 32, 40, 48, 56, 64 or 96 bits long
     */
    public Builder unwrapDns64(String prefix) {
      dns64.add(Dns64.prefix(prefix));
      words.add(
          new Words(
              null, "IPv6 addresses in " + prefix + " are judged by the IPv4 address in them"));
      return this;
    }

    /**
     * Reaches https endpoints through an HTTP proxy, by a tunnel ({@code CONNECT}) that leaves TLS
     * between this node and the endpoint; loopback that is allowed is reached without. The proxy
     * resolves names, so that it alone can keep endpoints from leading to addresses they must not:
     * have it refuse private ones. URLs are judged by their text as ever, address literals too. A
     * proxy that answers 403 or 407 refuses the endpoint. No proxy is taken from the environment or
     * from system properties. {@link PublicEndpoints#calloutTargets} goes on resolving names here.
     *
     * @param host a name or an address literal (IPv6 in brackets), wherever it leads
     * @param port from 1 to 65,535
     */
    public Builder egressProxy(String host, int port) {
      proxy = EgressProxy.of(host, port);
      return this;
    }

    /**
     * Reaches https endpoints through an HTTP proxy that wants Basic authentication, as {@link
     * #egressProxy(String, int)} does; the proxy alone is given the credentials.
     *
     * @param user not empty, without a colon
     */
    public Builder egressProxy(String host, int port, String user, String password) {
      proxy = EgressProxy.of(host, port).withCredentials(user, password);
      return this;
    }

    /** Looks names up with a resolver other than the Java runtime's; 2 seconds are all it gets. */
    public Builder nameResolver(NameResolver names) {
      return boundedResolver(BoundedResolver.over(names));
    }

    Builder boundedResolver(BoundedResolver bounded) {
      resolver = bounded;
      return this;
    }

    Builder ownAddresses(OwnAddresses addresses) {
      own = addresses;
      return this;
    }

    /** Returns the policy; logs a warning for each relaxation. */
    public PublicEndpoints build() {
      PublicEndpoints policy = new PublicEndpoints(this);
      policy.relaxations().forEach(words -> LOG.warn("endpoint policy relaxed: {}", words));
      return policy;
    }

    private Builder relaxForAll(Relaxation relaxed) {
      forAll = forAll.and(relaxed.opened());
      words.add(new Words(null, relaxed.words() + " for all tenants"));
      return this;
    }

    private Builder relaxFor(String tenant, Relaxation relaxed) {
      if (tenant.isEmpty() || tenant.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
        throw new IllegalArgumentException("the tenant must have visible characters only");
      }
      byTenant.merge(tenant, relaxed.opened(), Relaxations::and);
      words.add(new Words(tenant, relaxed.words() + " for tenant " + tenant));
      return this;
    }
  }
}
