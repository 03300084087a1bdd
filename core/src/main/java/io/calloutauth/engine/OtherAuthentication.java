package io.calloutauth.engine;

import io.calloutauth.client.ClientAuthentication;
import io.calloutauth.client.RegisteredClient;
import io.calloutauth.client.TokenError;
import io.calloutauth.client.TokenFailure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Says which client authentication a server that refuses a client may want instead. */
final class OtherAuthentication {

  private static final int UNAUTHORIZED = 401;

  private OtherAuthentication() {}

  /** Returns the same client with the other authentication, or null when none is worth a try. */
  static @Nullable RegisteredClient of(RegisteredClient client, TokenFailure failure) {
    boolean refused =
        failure.error() == TokenError.INVALID_CLIENT || failure.status() == UNAUTHORIZED;
    ClientAuthentication other = refused ? other(client, failure) : null;
    return other == null
        ? null
        : new RegisteredClient(
            client.tenant(),
            client.registration().with(other),
            client.clientSecret(),
            client.extras());
  }

  /**
   * There is one guess. A server that knows Basic and still refuses a secret which is encoded for
   * it may not decode it; one that does not even ask for Basic wants the secret elsewhere.
   */
  private static @Nullable ClientAuthentication other(
      RegisteredClient client, TokenFailure failure) {
    return switch (client.registration().clientAuthentication()) {
      case CLIENT_SECRET_BASIC ->
          failure.wantsBasic() && isEncodedOtherwise(client)
              ? ClientAuthentication.CLIENT_SECRET_BASIC_RAW
              : ClientAuthentication.CLIENT_SECRET_POST;
      case CLIENT_SECRET_BASIC_RAW, CLIENT_SECRET_POST -> ClientAuthentication.CLIENT_SECRET_BASIC;
      case NONE -> null;
    };
  }

  private static boolean isEncodedOtherwise(RegisteredClient client) {
    String id = client.registration().clientId();
    String pair = id + client.clientSecret().reveal();
    return !URLEncoder.encode(pair, StandardCharsets.UTF_8).equals(pair) && id.indexOf(':') < 0;
  }
}
