package io.calloutauth.cluster;

import io.calloutauth.cluster.RotatingAuthorizations.Rotation;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.AssertionVerifier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Passes refresh tokens on to a server that rotates them, and writes each use down. */
final class RefreshTokenGrant implements ClusterGrant {

  private final RefreshUses uses = new RefreshUses();
  private final Map<Integer, Integer> families = new ConcurrentHashMap<>();
  private final RotatingAuthorizations server;

  RefreshTokenGrant(RotatingAuthorizations server) {
    this.server = server;
  }

  RefreshUses uses() {
    return uses;
  }

  /** Returns the number of the authorization that a provider was given last. */
  int family(int provider) {
    return families.getOrDefault(provider, 0);
  }

  /** Gives a provider an authorization, and returns its refresh token for whoever types it. */
  String authorize(int provider) {
    String token = server.authorize(provider);
    families.put(provider, uses.give(provider, token));
    return token;
  }

  @Override
  public ProviderSettings.Builder settings(int provider, UnaryOperator<String> url) {
    return ProviderSettings.refreshToken()
        .refreshToken(authorize(provider))
        .tokenEndpoint(url.apply("/token"))
        .revocationEndpoint(url.apply("/revoke"))
        .anyOrigin();
  }

  @Override
  public Answer answer(Asked asked) {
    String token = AssertionVerifier.form(asked.form()).getOrDefault("refresh_token", "");
    Rotation rotation = server.use(asked, token);
    uses.use(asked, token, rotation.next(), System.currentTimeMillis());
    return rotation.answer();
  }

  @Override
  public void revoke(String authorization, String form) {
    uses.revoke(AssertionVerifier.form(form).getOrDefault("token", ""));
    server.revoke(authorization, form);
  }
}
