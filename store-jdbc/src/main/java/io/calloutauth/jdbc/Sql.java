package io.calloutauth.jdbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Completes the texts of statements: {@code ${now}} becomes the database's clock, any other name in
 * braces the table of that name. Immutable but for its memory of texts, and thread-safe.
 */
final class Sql {

  private static final Pattern NAME = Pattern.compile("\\$\\{(\\w+)}");

  private final Map<String, String> completed = new ConcurrentHashMap<>();
  private final String prefix;
  private final String now;

  /**
   * Makes the statements of one set of tables.
   *
   * @param prefix what stands before each table's name, the schema included
   * @param now the expression for the milliseconds since 1970 by the database's clock
   */
  Sql(String prefix, String now) {
    this.prefix = prefix;
    this.now = now;
  }

  String complete(String text) {
    return completed.computeIfAbsent(text, this::replaced);
  }

  private String replaced(String text) {
    return NAME.matcher(text)
        .replaceAll(
            name ->
                Matcher.quoteReplacement(
                    name.group(1).equals("now") ? now : prefix + name.group(1)));
  }
}
