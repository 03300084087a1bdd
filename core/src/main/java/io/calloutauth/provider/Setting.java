package io.calloutauth.provider;

import io.calloutauth.endpoint.Origins;
import io.calloutauth.oauth.Scope;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * The table of a provider's settings: under which key each is stored, and what follows from an edit
 * of it. The digest that secrets are sealed to, the fields that a draft widens and the token epoch
 * are all taken from here.
 */
public enum Setting {
  /** The name; a column of its own. */
  NAME("name", Effect.NONE),
  /** What the server calls the grant. */
  GRANT_TYPE("grant_type", Effect.TOKEN),
  /** The client id. */
  CLIENT_ID("client_id", Effect.TOKEN),
  /** The client secret; sealed, in a place of its own. */
  CLIENT_SECRET(Vault.CLIENT_SECRET, Effect.TOKEN),
  /** The token endpoint. */
  TOKEN_ENDPOINT("token_endpoint", Effect.SECRET_DESTINATION, Setting::adds),
  /** The revocation endpoint. */
  REVOCATION_ENDPOINT("revocation_endpoint", Effect.SECRET_DESTINATION, Setting::adds),
  /** The test endpoint. */
  TEST_ENDPOINT("test_endpoint", Effect.TOKEN_DESTINATION, Setting::adds),
  /** The scope. */
  SCOPE("scope", Effect.TOKEN) {
    @Override
    public boolean differs(String before, String now) {
      return !Scope.parse(before).equals(Scope.parse(now));
    }
  },
  /** How the client authenticates. */
  CLIENT_AUTHENTICATION("client_authentication", Effect.SECRET_DESTINATION),
  /** How long a token lives whose response does not say so. */
  DEFAULT_LIFETIME("default_lifetime", Effect.NONE),
  /** Whether the server lets one token of the client live at a time. */
  SINGLE_TOKEN("single_token", Effect.NONE),
  /** The origins that the token may go to. */
  ORIGINS("origins", Effect.TOKEN_DESTINATION, Setting::reachesFurther),
  /** The audience that is asked for. */
  AUDIENCE("audience", Effect.TOKEN),
  /** The resources that are asked for. */
  RESOURCES("resources", Effect.TOKEN),
  /** What stands between the tokens of a scope. */
  SCOPE_SEPARATOR("scope_separator", Effect.TOKEN),
  /** How the parameters of a token request are written. */
  BODY_FORMAT("body_format", Effect.TOKEN),
  /** How the client authenticates at the revocation endpoint. */
  REVOCATION_AUTHENTICATION("revocation_authentication", Effect.SECRET_DESTINATION),
  /** The names of the extra parameters; their values are sealed. */
  PARAMETERS("parameters", Effect.TOKEN),
  /** The names of the extra headers; their values are sealed. */
  HEADERS("headers", Effect.TOKEN),
  /** What {@code expires_in} counts. */
  LIFETIME_UNIT("lifetime_unit", Effect.TOKEN),
  /** What the server may call the token type Bearer besides that. */
  TOKEN_TYPE_ALIASES("token_type_aliases", Effect.TOKEN),
  /** Where the token is in a response: it decides what is sent as the token. */
  TOKEN_POINTER("token_pointer", Effect.TOKEN_DESTINATION),
  /** Where the token type is in a response. */
  TOKEN_TYPE_POINTER("token_type_pointer", Effect.TOKEN_DESTINATION),
  /** Where the lifetime is in a response. */
  LIFETIME_POINTER("lifetime_pointer", Effect.TOKEN_DESTINATION),
  /** The statuses by which receivers of callouts refuse the token, besides 401. */
  RENEWAL_STATUSES("renewal_statuses", Effect.NONE),
  /** Where receivers tell in a body that they refuse the token. */
  RENEWAL_POINTER("renewal_pointer", Effect.NONE),
  /** By which values receivers tell in a body that they refuse the token. */
  RENEWAL_VALUES("renewal_values", Effect.NONE),
  /** When a secret was set last; kept by the library itself. */
  SECRET_SET_AT("secret_set_at", Effect.NONE);

  /** What follows from an edit of a setting. */
  public enum Effect {
    /** Nothing: the token that is held stays. */
    NONE,
    /** The token depends on it: an edit starts a new epoch. */
    TOKEN,
    /**
     * A secret may be sent there, or in that way, and a token as well: a widening wants the secrets
     * again, and every edit starts a new epoch.
     */
    SECRET_DESTINATION,
    /**
     * The token may go there: a widening wants the secrets again, and every edit starts a new
     * epoch.
     */
    TOKEN_DESTINATION;

    /** Tells whether an edit starts a new epoch: no token from before it is used any more. */
    public boolean startsEpoch() {
      return this != NONE;
    }

    /** Tells whether it says where a secret or a token may go. */
    public boolean isDestination() {
      return this == SECRET_DESTINATION || this == TOKEN_DESTINATION;
    }
  }

  /** The destinations in the order of their keys, as a digest takes them. */
  static final List<Setting> DESTINATIONS =
      Arrays.stream(values())
          .filter(setting -> setting.effect().isDestination())
          .sorted(Comparator.comparing(Setting::key))
          .toList();

  private final String key;
  private final Effect effect;
  private final BiPredicate<String, String> widening;

  /** Where nothing else is known of a destination, whatever differs widens it. */
  Setting(String key, Effect effect) {
    this(key, effect, (before, now) -> effect.isDestination() && !before.equals(now));
  }

  Setting(String key, Effect effect, BiPredicate<String, String> widening) {
    this.key = key;
    this.effect = effect;
    this.widening = widening;
  }

  /** Returns the key that it is stored under. */
  public String key() {
    return key;
  }

  /** Returns what follows from an edit of it. */
  public Effect effect() {
    return effect;
  }

  /** Tells whether two stored texts of it, empty where it is not set, mean two things. */
  public boolean differs(String before, String now) {
    return !before.equals(now);
  }

  /**
   * Tells whether a secret or a token could go where it could not go before.
   *
   * @param before the stored text; empty where it is not set
   * @param now the new text, which may yet be refused for something else
   */
  public boolean widens(String before, String now) {
    return widening.test(before, now);
  }

  /** An endpoint that is only taken away leads nowhere new. */
  private static boolean adds(String before, String now) {
    return !now.isEmpty() && !now.equals(before);
  }

  private static boolean reachesFurther(String before, String now) {
    return !Origins.parse(before).containsAll(Origins.parse(now));
  }
}
