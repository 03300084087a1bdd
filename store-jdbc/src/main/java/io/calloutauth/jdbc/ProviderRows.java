package io.calloutauth.jdbc;

import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderListing;
import io.calloutauth.store.ProviderName;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.TokenRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads providers with their sealed values, from one query: a row for each sealed value, or one
 * without. Two queries could put a new secret beside an old endpoint.
 */
final class ProviderRows {

  /** The columns to read, of tables that the query calls {@code p} and {@code s}. */
  static final String COLUMNS =
      "p.tenant, p.id, p.name, p.name_key, p.version, p.epoch, p.authorization_no, p.client, p.settings, p.disabled,"
          + " p.created_at, p.updated_at, s.name AS secret_name, s.kid, s.sealed";

  /** The join that brings the sealed values. */
  static final String SECRETS =
      " LEFT JOIN ${secret} s ON s.tenant = p.tenant AND s.provider_id = p.id";

  private final List<Draft> drafts = new ArrayList<>();
  private final boolean listing;

  /**
   * Makes an empty reading.
   *
   * @param listing whether the rows also have the columns of {@link TokenRows} and the number of
   *     bindings
   */
  ProviderRows(boolean listing) {
    this.listing = listing;
  }

  /** One provider of which not every row may have been read. */
  private static final class Draft {

    private final ProviderRow row;
    private final long bindings;
    private final @Nullable TokenRow token;
    private final Map<String, Sealed> secrets = new HashMap<>();

    Draft(ResultSet row, boolean listing) throws SQLException {
      this.row = bare(row);
      this.bindings = listing ? row.getLong("bindings") : 0;
      this.token = listing ? TokenRows.read(row) : null;
    }

    ProviderRow provider() {
      return row.toBuilder().content(row.content().toBuilder().secrets(secrets).build()).build();
    }

    ProviderListing listed() {
      return ProviderListing.of(provider(), bindings, token == null ? TokenRow.EMPTY : token);
    }
  }

  /** Takes one row in; to be used as a {@link RowReader}. Returns true. */
  boolean add(ResultSet row) throws SQLException {
    Draft draft = drafts.isEmpty() ? null : drafts.get(drafts.size() - 1);
    if (draft == null || !draft.row.key().id().equals(row.getString("id"))) {
      draft = new Draft(row, listing);
      drafts.add(draft);
    }
    String name = row.getString("secret_name");
    if (name != null) {
      draft.secrets.put(name, Sealed.of(row.getString("kid"), row.getString("sealed")));
    }
    return true;
  }

  List<ProviderRow> providers() {
    return drafts.stream().map(Draft::provider).toList();
  }

  List<ProviderListing> listings() {
    return drafts.stream().map(Draft::listed).toList();
  }

  private static ProviderRow bare(ResultSet row) throws SQLException {
    ProviderContent.Builder content =
        ProviderContent.builder(new ProviderName(row.getString("name"), row.getString("name_key")))
            .disabled(row.getBoolean("disabled"))
            .client(row.getString("client"));
    JsonText.readObject(row.getString("settings"))
        .ifPresentOrElse(content::settings, content::broken);
    return ProviderRow.builder(
            new ProviderKey(row.getString("tenant"), row.getString("id")), content.build())
        .version(row.getLong("version"))
        .epoch(row.getLong("epoch"))
        .authorization(row.getLong("authorization_no"))
        .createdAt(Instant.ofEpochMilli(row.getLong("created_at")))
        .updatedAt(Instant.ofEpochMilli(row.getLong("updated_at")))
        .build();
  }
}
