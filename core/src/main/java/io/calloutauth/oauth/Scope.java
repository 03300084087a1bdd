package io.calloutauth.oauth;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A scope: a list of scope tokens, case-sensitive, without duplicates, in the order given (RFC 6749
 * section 3.3). Immutable and thread-safe. Two scopes are equal when they hold the same tokens, in
 * whatever order.
 */
public final class Scope {

  /** The scope without tokens. */
  public static final Scope EMPTY = new Scope(Set.of());

  /** One text: a scope is kept with each token, and rarely taken apart. */
  private final String text;

  private Scope(Set<String> tokens) {
    this.text = String.join(" ", tokens);
  }

  private Set<String> set() {
    return new LinkedHashSet<>(tokens());
  }

  /**
   * Returns the scope that was typed as a list separated by spaces or commas. Duplicates are
   * dropped; case and order are kept.
   *
   * @throws IllegalArgumentException when a token holds a character that RFC 6749 section 3.3 does
   *     not allow
   */
  public static Scope parse(String list) {
    Set<String> tokens = new LinkedHashSet<>();
    for (String token : list.split("[ ,]+", -1)) {
      if (!token.isEmpty()) {
        tokens.add(checked(token));
      }
    }
    return tokens.isEmpty() ? EMPTY : new Scope(tokens);
  }

  /**
   * Reads what {@link #toString} wrote, of which commas may be a part; what no scope token can be
   * is left out.
   */
  public static Scope read(String text) {
    Set<String> tokens = new LinkedHashSet<>();
    for (String token : text.split(" ", -1)) {
      if (!token.isEmpty() && token.chars().allMatch(Scope::isTokenCharacter)) {
        tokens.add(token);
      }
    }
    return tokens.isEmpty() ? EMPTY : new Scope(tokens);
  }

  /**
   * Returns the scope of these tokens, of which commas may be a part.
   *
   * @throws IllegalArgumentException when a token holds a character that RFC 6749 section 3.3 does
   *     not allow
   */
  public static Scope of(List<String> tokens) {
    Set<String> checked = new LinkedHashSet<>();
    for (String token : tokens) {
      checked.add(checked(token));
    }
    return checked.isEmpty() ? EMPTY : new Scope(checked);
  }

  private static String checked(String token) {
    if (!token.chars().allMatch(Scope::isTokenCharacter)) {
      throw new IllegalArgumentException(
          "a scope token may hold only visible ASCII characters other than \" and \\");
    }
    return token;
  }

  private static boolean isTokenCharacter(int c) {
    return c > 0x20 && c < 0x7F && c != '"' && c != '\\';
  }

  /** Returns the tokens in their order. */
  public List<String> tokens() {
    return isEmpty() ? List.of() : List.of(text.split(" "));
  }

  /** Returns whether there is no token. */
  public boolean isEmpty() {
    return text.isEmpty();
  }

  /** Returns the tokens of this scope that another one lacks, in their order. */
  public List<String> missingIn(Scope other) {
    List<String> missing = new ArrayList<>(tokens());
    missing.removeAll(other.set());
    return List.copyOf(missing);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scope that && set().equals(that.set());
  }

  @Override
  public int hashCode() {
    return set().hashCode();
  }

  /** Returns the tokens separated by one space, as RFC 6749 section 3.3 writes them. */
  @Override
  public String toString() {
    return text;
  }
}
