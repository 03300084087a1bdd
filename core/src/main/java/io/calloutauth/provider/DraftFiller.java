package io.calloutauth.provider;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.oauth.MetadataError;
import io.calloutauth.oauth.ServerMetadata;
import io.calloutauth.provider.FieldProblem.Reason;
import io.calloutauth.provider.Setting.Reading;
import java.net.URI;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Fills drafts from the metadata of authorization servers (RFC 8414), as the endpoint policy lets a
 * tenant. Immutable and thread-safe; asks no network.
 *
 * @param policy judges the issuer that is typed, and the endpoints that a server names
 * @param tenant whose drafts they are
 */
public record DraftFiller(EndpointPolicy policy, String tenant) {

  /**
   * Reads an issuer as it was typed.
   *
   * @param refusal makes what is thrown when it is none that a provider may have
   */
  public Endpoint readIssuer(
      String typed, Function<List<FieldProblem>, ? extends RuntimeException> refusal) {
    Reading<String> read = SettingTable.ISSUER.read(typed, policy, tenant);
    Reason problem = read.value().isEmpty() ? Reason.of("missing", "is missing") : read.problem();
    if (problem != null) {
      throw refusal.apply(List.of(new FieldProblem(ProviderField.ISSUER, problem)));
    }
    return Objects.requireNonNull(policy.check(tenant, read.value()).endpoint(), "just judged");
  }

  /** Returns an issuer that a server calls itself by, if it could be typed; null if not. */
  public @Nullable URI readUntrustedIssuer(String issuer) {
    Reading<String> read = SettingTable.ISSUER.read(issuer, policy, tenant);
    boolean good = read.problem() == null && read.value().equals(issuer) && !issuer.isEmpty();
    Endpoint endpoint = good ? policy.check(tenant, issuer).endpoint() : null;
    return endpoint == null ? null : endpoint.uri();
  }

  /** Returns what metadata makes of a draft, which stays as it is. */
  public Filling fill(ProviderSettings draft, Endpoint issuer, ServerMetadata metadata) {
    return new MetadataFilling(this, draft).fill(issuer, metadata);
  }

  /**
   * What metadata made of a draft.
   *
   * @param error why nothing was filled, or null when something was
   * @param settings the draft, filled with all but what is to be confirmed
   * @param confirmed the draft, filled with that as well
   * @param filled what of {@code settings} comes from the metadata, in the text that is stored
   * @param toConfirm the endpoints that are not of the issuer's origin
   * @param problems the fields that are not filled though the server says something about them, or
   *     that do not fit what it says
   */
  public record Filling(
      @Nullable MetadataError error,
      ProviderSettings settings,
      ProviderSettings confirmed,
      Map<ProviderField, String> filled,
      Map<ProviderField, URI> toConfirm,
      List<FieldProblem> problems) {

    /** Copies the lists. */
    public Filling {
      filled = inOrder(filled);
      toConfirm = inOrder(toConfirm);
      problems = List.copyOf(problems);
    }

    private static <V> Map<ProviderField, V> inOrder(Map<ProviderField, V> map) {
      Map<ProviderField, V> copy = new EnumMap<>(ProviderField.class);
      copy.putAll(map);
      return Collections.unmodifiableMap(copy);
    }
  }
}
