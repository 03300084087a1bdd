package io.calloutauth.jdbc;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the tables are. Names are used without quotes, so that the database takes their letters as
 * it takes those of any unquoted name.
 *
 * @param schema the schema (with MariaDB: the database), or null for the connection's own
 * @param prefix what each table's name begins with
 */
record TableNames(@Nullable String schema, String prefix) {

  private static final Pattern SCHEMA = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,31}");

  TableNames {
    if (schema != null && !SCHEMA.matcher(schema).matches()) {
      throw new IllegalArgumentException(
          "a schema's name must be 1 to 63 ASCII letters, digits and underscores");
    }
    // Without a prefix, some names would be words of SQL.
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "a prefix must be 1 to 32 ASCII letters, digits and underscores");
    }
  }

  /** Returns what stands before a table's name in a statement. */
  String qualified() {
    return schema == null ? prefix : schema + "." + prefix;
  }
}
