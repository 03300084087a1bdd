package io.calloutauth.example.interop;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.calloutauth.cluster.ClusterGrant.Answer;
import io.calloutauth.cluster.ClusterGrant.Asked;
import io.calloutauth.cluster.RotatingAuthorizations;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The authorizations of a real server. Each provider of the cluster has one of its own, and all of
 * them are given to one client: what arrives is passed on as that client's. Thread-safe; not
 * serializable.
 */
final class RealAuthorizations implements RotatingAuthorizations {

  private final OtherProgram program;

  RealAuthorizations(OtherProgram program) {
    this.program = program;
  }

  @Override
  public boolean takesAnyScope() {
    return false;
  }

  /** Lets a user authorize through the login form. */
  @Override
  public String authorize(int provider) {
    return done(program::authorize);
  }

  @Override
  public Rotation use(Asked asked, String refreshToken) {
    HttpResponse<String> response = done(() -> program.refresh(refreshToken));
    Map<String, Object> body = done(() -> JSONObjectUtils.parse(response.body()));
    String access = response.statusCode() == 200 ? text(body, "access_token").orElseThrow() : null;
    return new Rotation(
        new Answer(response.statusCode(), response.body(), access, 0),
        text(body, "refresh_token").orElse(""));
  }

  @Override
  public void revoke(String authorization, String form) {
    done(() -> program.revoke(form));
  }

  private static Optional<String> text(Map<String, Object> body, String name) {
    return Optional.ofNullable(body.get(name)).map(Objects::toString);
  }

  /** What fails here fails the proof: whoever asked gets no answer. */
  private static <T> T done(Callable<T> call) {
    try {
      return call.call();
    } catch (Exception failed) {
      throw new IllegalStateException("the server could not be asked", failed);
    }
  }
}
