package io.calloutauth.oauth;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;

/**
 * What one authorization request is made of beside the registration (RFC 6749 section 4.1.1): the
 * state, the PKCE code verifier (RFC 7636 section 4.1) and the redirect URI. Immutable and
 * thread-safe; hides its secrets in {@code toString()}.
 */
public final class AuthorizationRequest {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String SEPARATOR = " "; // no URI has one
  private static final int RANDOM_BYTES = 32;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final Secret state;
  private final Secret verifier;
  private final URI redirectUri;

  private AuthorizationRequest(Secret state, Secret verifier, URI redirectUri) {
    this.state = state;
    this.verifier = verifier;
    this.redirectUri = Objects.requireNonNull(redirectUri, "redirectUri");
  }

  /** Returns a new request, whose state and code verifier are drawn: 256 bits each. */
  public static AuthorizationRequest draw(URI redirectUri) {
    return new AuthorizationRequest(random(), random(), redirectUri);
  }

  /**
   * Returns what completes it in a login, for a store to keep sealed.
   *
   * @param login the value that is the same in this login alone
   */
  public Completion completion(String login) {
    return new Completion(verifier, digest(state.reveal(), login), redirectUri);
  }

  private static Secret random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return Secret.of(BASE64.encodeToString(bytes));
  }

  /** Returns the {@code state}: who has it may complete the authorization in its login. */
  public Secret state() {
    return state;
  }

  /** Returns the code verifier. */
  public Secret verifier() {
    return verifier;
  }

  /** Returns the code challenge of the method S256 (RFC 7636 section 4.2). */
  public String challenge() {
    return BASE64.encodeToString(
        sha256().digest(verifier.reveal().getBytes(StandardCharsets.US_ASCII)));
  }

  /** Returns the redirect URI. */
  public URI redirectUri() {
    return redirectUri;
  }

  /** Returns the digest that a store finds an authorization by: it does not tell the state. */
  public static String digest(String state) {
    return BASE64.encodeToString(sha256().digest(state.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Returns the digest that binds a state to a login. Who reads it in a store cannot try login
   * values: the state is not there.
   */
  public static String digest(String state, String login) {
    MessageDigest digest = sha256();
    digest.update((state.length() + ":" + state).getBytes(StandardCharsets.UTF_8));
    return BASE64.encodeToString(digest.digest(login.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * What completes one request: the code verifier, the digest of state and login, and the redirect
   * URI. It holds a secret.
   */
  public static final class Completion {

    private final Secret verifier;
    private final String login;
    private final URI redirectUri;

    private Completion(Secret verifier, String login, URI redirectUri) {
      this.verifier = verifier;
      this.login = login;
      this.redirectUri = redirectUri;
    }

    /** Returns what a text is of that {@link #text()} wrote. */
    public static Completion read(Secret text) {
      String[] parts = text.reveal().split(SEPARATOR, 3);
      return new Completion(Secret.of(parts[0]), parts[1], URI.create(parts[2]));
    }

    /** Returns it as a text, to be sealed. */
    public Secret text() {
      return Secret.of(String.join(SEPARATOR, verifier.reveal(), login, redirectUri.toString()));
    }

    /** Tells whether it is of a state and a login. */
    public boolean isOf(String state, String loginValue) {
      return login.equals(digest(state, loginValue));
    }

    /** Returns the redirect URI. */
    public URI redirectUri() {
      return redirectUri;
    }

    /** Returns what a token is asked for with once there is a code. */
    public GrantInput.AuthorizationCode with(Secret code) {
      return new GrantInput.AuthorizationCode(code, verifier, redirectUri);
    }

    /** Returns the redirect URI, which is no secret. */
    @Override
    public String toString() {
      return "Completion[" + redirectUri + "]";
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /** Returns the redirect URI, which is no secret. */
  @Override
  public String toString() {
    return "AuthorizationRequest[" + redirectUri + "]";
  }
}
