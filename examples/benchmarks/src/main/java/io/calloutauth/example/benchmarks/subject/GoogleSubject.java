package io.calloutauth.example.benchmarks.subject;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** google-auth-library's credentials, one for each provider. */
final class GoogleSubject implements Subject {

  private final PerNotification<Credentials> credentials;

  GoogleSubject(Setting setting) {
    this.credentials = new PerNotification<>(setting, Credentials::new);
  }

  @SuppressWarnings("serial") // nobody stores it
  private static final class Credentials extends OAuth2Credentials {

    private final transient TokenRequest request;

    Credentials(TokenRequest request) {
      this.request = request;
    }

    @Override
    @SuppressWarnings("JavaUtilDate") // the library's own signature
    public AccessToken refreshAccessToken() throws IOException {
      try {
        TokenRequest.Token token = request.send();
        Instant expiry = Instant.now().plus(token.lifetime());
        return new AccessToken(token.value(), Date.from(expiry));
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
  }

  @Override
  public void authenticate(String notificationId, BiConsumer<String, String> headers) {
    try {
      Map<String, List<String>> metadata =
          credentials.of(notificationId).getRequestMetadata(Setting.TARGET);
      for (Map.Entry<String, List<String>> header : metadata.entrySet()) {
        headers.accept(header.getKey(), header.getValue().get(0));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}
}
