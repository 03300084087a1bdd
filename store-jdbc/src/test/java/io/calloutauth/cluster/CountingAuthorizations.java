package io.calloutauth.cluster;

import io.calloutauth.cluster.ClusterGrant.Answer;
import io.calloutauth.cluster.ClusterGrant.Asked;
import io.calloutauth.testkit.AssertionVerifier;
import java.util.HashMap;
import java.util.Map;

/** The server of our own, which counts: it forgets nothing and forgives nothing. */
final class CountingAuthorizations implements RotatingAuthorizations {

  private static final class Family {
    private String current;
    private boolean dead;

    Family(String first) {
      current = first;
    }
  }

  private final Map<String, Family> byToken = new HashMap<>();
  private final long lifetime;
  private int numbers;

  CountingAuthorizations(Terms terms) {
    this.lifetime = terms.lifetime() / 1_000;
  }

  @Override
  public synchronized String authorize(int provider) {
    String first = "first-" + ++numbers;
    byToken.put(first, new Family(first));
    return first;
  }

  @Override
  public synchronized Rotation use(Asked asked, String refreshToken) {
    Family family = byToken.get(refreshToken);
    if (family == null || family.dead || !family.current.equals(refreshToken)) {
      if (family != null) {
        family.dead = true;
      }
      return new Rotation(new Answer(400, "{\"error\":\"invalid_grant\"}", null, 0), "");
    }
    String next = "refresh-" + ++numbers;
    String access = asked.provider() + "-access-" + numbers;
    family.current = next;
    byToken.put(next, family);
    byToken.put(access, family);
    String body =
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d,\"refresh_token\":\"%s\"}"
            .formatted(access, lifetime, next);
    return new Rotation(new Answer(200, body, access, 0), next);
  }

  @Override
  public synchronized void revoke(String authorization, String form) {
    Family family = byToken.get(AssertionVerifier.form(form).get("token"));
    if (family != null) {
      family.dead = true;
    }
  }
}
