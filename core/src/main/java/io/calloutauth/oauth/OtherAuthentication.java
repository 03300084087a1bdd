package io.calloutauth.oauth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Says which other client authentications a server that refuses a client may want instead: the rest
 * of those that send the same secret.
 */
public final class OtherAuthentication {

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final List<ClientAuthentication> WITH_SECRET =
      List.of(
          ClientAuthentication.CLIENT_SECRET_BASIC,
          ClientAuthentication.CLIENT_SECRET_BASIC_RAW,
          ClientAuthentication.CLIENT_SECRET_POST);

  private OtherAuthentication() {}

  /** Returns the same client with each authentication that is worth a try. */
  public static List<RegisteredClient> of(RegisteredClient client, TokenFailure failure) {
    ClientAuthentication own = client.registration().clientAuthentication();
    return refusesClient(failure) && WITH_SECRET.contains(own)
        ? WITH_SECRET.stream()
            .filter(other -> other != own && !sendsTheSame(client, own, other))
            .map(client::with)
            .toList()
        : List.of();
  }

  /** A server may refuse a client by an empty status, and say that it is the request. */
  private static boolean refusesClient(TokenFailure failure) {
    return switch (failure.error()) {
      case INVALID_CLIENT, UNAUTHORIZED_CLIENT -> true;
      case INVALID_REQUEST, UNEXPECTED_STATUS -> isStatusOfRefusal(failure);
      case OAUTH_ERROR ->
          isStatusOfRefusal(failure) && failure.failureClass() == FailureClass.PERMANENT;
      default -> false;
    };
  }

  private static boolean isStatusOfRefusal(TokenFailure failure) {
    return failure.status() == UNAUTHORIZED || failure.status() == FORBIDDEN;
  }

  /** Without anything to encode, both forms of Basic are one; a colon in the id forbids the raw. */
  private static boolean sendsTheSame(
      RegisteredClient client, ClientAuthentication own, ClientAuthentication other) {
    String id = client.registration().clientId();
    String pair = id + client.secret(SecretName.CLIENT_SECRET).map(Secret::reveal).orElse("");
    boolean plain = URLEncoder.encode(pair, StandardCharsets.UTF_8).equals(pair);
    boolean bothBasic = own.usesBasic() && other.usesBasic();
    boolean raw = other == ClientAuthentication.CLIENT_SECRET_BASIC_RAW;
    return (plain && (bothBasic || raw)) || (raw && id.indexOf(':') >= 0);
  }
}
