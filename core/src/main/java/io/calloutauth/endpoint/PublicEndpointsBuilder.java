package io.calloutauth.endpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what the host's code relaxes and narrows of {@link PublicEndpoints}. Every method says
 * in an {@link IllegalArgumentException} what to change when an argument makes no sense. Not
 * thread-safe.
 */
public final class PublicEndpointsBuilder {

  private static final Logger LOG = LoggerFactory.getLogger(PublicEndpoints.class);

  Relaxations forAll = Relaxations.NONE;
  final Map<String, Relaxations> byTenant = new HashMap<>();
  @Nullable ListedHosts listed;
  final Map<String, ListedHosts> listedByTenant = new HashMap<>();
  final List<Cidr> dns64 = new ArrayList<>();
  final List<Cidr> cluster = new ArrayList<>();
  final List<PublicEndpoints.Words> words = new ArrayList<>();
  @Nullable EgressProxy proxy;
  BoundedResolver resolver = BoundedResolver.over(NameResolver.system());
  OwnAddresses own = OwnAddresses.ofThisNode();

  PublicEndpointsBuilder() {}

  /**
   * Allows http and https to this machine's loopback, on every port: {@code 127.0.0.0/8}, {@code
   * [::1]} and {@code localhost} as long as it leads nowhere else. For tests and development.
   */
  public PublicEndpointsBuilder allowLoopbackHttp() {
    return relaxForAll(Relaxation.loopback());
  }

  /** Allows for one tenant what {@link #allowLoopbackHttp} allows for all. */
  public PublicEndpointsBuilder allowLoopbackHttpForTenant(String tenant) {
    return relaxFor(tenant, Relaxation.loopback());
  }

  /**
   * Allows addresses of a block, this node's own among them. Scheme, name and port are judged as
   * ever: a name under {@code internal}, say, needs {@link #allowHostAndPort}. Cloud metadata
   * services and link-local addresses in it stay refused.
   *
   * @param cidr such as {@code 10.20.0.0/16} or {@code fd12::/32}
   */
  public PublicEndpointsBuilder allowCidr(String cidr) {
    return relaxForAll(Relaxation.cidr(cidr));
  }

  /** Allows for one tenant what {@link #allowCidr} allows for all. */
  public PublicEndpointsBuilder allowCidrForTenant(String tenant, String cidr) {
    return relaxFor(tenant, Relaxation.cidr(cidr));
  }

  /**
   * Allows https to exactly this host on exactly this port, wherever it leads.
   *
   * @param host a name or an address literal (IPv6 in brackets); its sub-domains do not count
   * @param port from 1 to 65,535
   */
  public PublicEndpointsBuilder allowHostAndPort(String host, int port) {
    return relaxForAll(Relaxation.pair(host, port));
  }

  /** Allows for one tenant what {@link #allowHostAndPort} allows for all. */
  public PublicEndpointsBuilder allowHostAndPortForTenant(String tenant, String host, int port) {
    return relaxFor(tenant, Relaxation.pair(host, port));
  }

  /**
   * Narrows endpoints to listed hosts: those that this names, call by call, and no other. A listed
   * host is judged as ever. Targets of callouts are not endpoints; test endpoints are. Tenants with
   * a list of their own ({@link #onlyHostForTenant}) keep to that instead.
   *
   * @param host a name or an address literal (IPv6 in brackets); or {@code *.} and a domain, for
   *     every name under that domain and not the domain itself
   */
  public PublicEndpointsBuilder onlyHost(String host) {
    listed = ListedHosts.of(host).and(listed);
    return this;
  }

  /**
   * Narrows one tenant's endpoints to listed hosts, as {@link #onlyHost} does for all, in place of
   * what is listed there.
   */
  public PublicEndpointsBuilder onlyHostForTenant(String tenant, String host) {
    listedByTenant.merge(checked(tenant), ListedHosts.of(host), ListedHosts::and);
    return this;
  }

  /**
   * Names addresses of the host's own cluster, public ones above all: those of its nodes, load
   * balancers and gateways. They are refused as this node's own are, which are known without; what
   * is allowed by name or block stays allowed.
   *
   * @param cidr such as {@code 203.0.113.16/28}
   */
  public PublicEndpointsBuilder clusterCidr(String cidr) {
    cluster.add(Cidr.of(cidr));
    return this;
  }

  /**
   * Judges IPv6 addresses behind a translation prefix by the IPv4 address in them, for networks
   * that reach IPv4 through NAT64 and DNS64 (RFC 6146, RFC 6147).
   *
   * @param prefix such as {@code 64:ff9b::/96}; 32, 40, 48, 56, 64 or 96 bits long
   */
  public PublicEndpointsBuilder unwrapDns64(String prefix) {
    dns64.add(Dns64.prefix(prefix));
    words.add(
        new PublicEndpoints.Words(
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
  public PublicEndpointsBuilder egressProxy(String host, int port) {
    proxy = EgressProxy.of(host, port);
    return this;
  }

  /**
   * Reaches https endpoints through an HTTP proxy that wants Basic authentication, as {@link
   * #egressProxy(String, int)} does; the proxy alone is given the credentials.
   *
   * @param user not empty, without a colon
   */
  public PublicEndpointsBuilder egressProxy(String host, int port, String user, String password) {
    proxy = EgressProxy.of(host, port).withCredentials(user, password);
    return this;
  }

  /** Looks names up with a resolver other than the Java runtime's; 2 seconds are all it gets. */
  public PublicEndpointsBuilder nameResolver(NameResolver names) {
    return boundedResolver(BoundedResolver.over(names));
  }

  PublicEndpointsBuilder boundedResolver(BoundedResolver bounded) {
    resolver = bounded;
    return this;
  }

  PublicEndpointsBuilder ownAddresses(OwnAddresses addresses) {
    own = addresses;
    return this;
  }

  /** Returns the policy; logs a warning for each relaxation. */
  public PublicEndpoints build() {
    PublicEndpoints policy = new PublicEndpoints(this);
    policy.relaxations().forEach(words -> LOG.warn("endpoint policy relaxed: {}", words));
    return policy;
  }

  private PublicEndpointsBuilder relaxForAll(Relaxation relaxed) {
    forAll = forAll.and(relaxed.opened());
    words.add(new PublicEndpoints.Words(null, relaxed.words() + " for all tenants"));
    return this;
  }

  private PublicEndpointsBuilder relaxFor(String tenant, Relaxation relaxed) {
    byTenant.merge(checked(tenant), relaxed.opened(), Relaxations::and);
    words.add(new PublicEndpoints.Words(tenant, relaxed.words() + " for tenant " + tenant));
    return this;
  }

  private static String checked(String tenant) {
    if (tenant.isEmpty() || tenant.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
      throw new IllegalArgumentException("the tenant must have visible characters only");
    }
    return tenant;
  }
}
