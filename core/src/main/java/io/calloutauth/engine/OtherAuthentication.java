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
    ClientAuthentication other = refused ? other(client) : null;
    return other == null
        ? null
        : new RegisteredClient(
            client.tenant(),
            client.registration().with(other),
            client.clientSecret(),
            client.extras());
  }

  private static @Nullable ClientAuthentication other(RegisteredClient client) {
    return switch (client.registration().clientAuthentication()) {
      case CLIENT_SECRET_BASIC ->
          isEncodedOtherwise(client)
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
