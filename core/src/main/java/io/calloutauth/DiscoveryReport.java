package io.calloutauth;

import io.calloutauth.json.PlainMap;
import io.calloutauth.oauth.MetadataError;
import io.calloutauth.oauth.ServerMetadata.Offer;
import io.calloutauth.provider.DraftFiller.Filling;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What discovery read of an authorization server's metadata: a draft to go on with, what the server
 * offers, and what an administrator has to confirm. Immutable and thread-safe.
 *
 * <p>It is made for a tenant's administrator: what would tell one network from another is in the
 * operator's log only.
 */
public final class DiscoveryReport {

  private final String correlationId;
  private final String text;
  private final Filling filling;
  private final Map<Offer, List<String>> offers;
  private final @Nullable URI otherIssuer;

  private DiscoveryReport(
      String correlationId,
      String text,
      Filling filling,
      Map<Offer, List<String>> offers,
      @Nullable URI otherIssuer) {
    this.correlationId = correlationId;
    this.text = text;
    this.filling = filling;
    this.offers = offers;
    this.otherIssuer = otherIssuer;
  }

  /** Returns the report of metadata that was read. */
  static DiscoveryReport of(
      String correlationId, String text, Filling filling, Map<Offer, List<String>> offers) {
    return new DiscoveryReport(correlationId, text, filling, offers, null);
  }

  /** Returns the report of a failure, with what the server calls itself instead. */
  static DiscoveryReport failed(
      String correlationId, String text, Filling nothing, @Nullable URI otherIssuer) {
    return new DiscoveryReport(correlationId, text, nothing, Map.of(), otherIssuer);
  }

  /** Returns what the operator finds the details by in the log. */
  public String correlationId() {
    return correlationId;
  }

  /** Returns whether the draft was filled in. */
  public boolean found() {
    return filling.error() == null;
  }

  /** Returns why nothing was filled in; empty when something was. */
  public Optional<MetadataError> error() {
    return Optional.ofNullable(filling.error());
  }

  /**
   * Returns what was found, and what to do where nothing was. The words are the library's; the host
   * of a redirect is named, and is the server's.
   */
  public String text() {
    return text;
  }

  /**
   * Returns the draft to go on with. What is {@linkplain #toConfirm() to be confirmed} is not
   * filled in; where nothing was found, it is the draft that was given.
   */
  public ProviderSettings settings() {
    return filling.settings();
  }

  /**
   * Returns the same draft with the endpoints that were to be confirmed: for an administrator who
   * has seen them and says that they are the server's.
   */
  public ProviderSettings confirmedSettings() {
    return filling.confirmed();
  }

  /**
   * Returns what was filled in, as a form shows it: URLs, and the names of client authentications
   * on the wire. All else is the draft's.
   */
  public Map<ProviderField, String> filled() {
    return filling.filled();
  }

  /**
   * Returns the endpoints that are not of the issuer's origin, by their fields. The client's secret
   * would go there, and all that vouches for them is metadata: an administrator must confirm them.
   */
  public Map<ProviderField, URI> toConfirm() {
    return filling.toConfirm();
  }

  /**
   * Returns what else an administrator should look at: endpoints that are refused here and not
   * filled in, a grant type or client authentication that the server does not offer.
   */
  public List<FieldProblem> problems() {
    return filling.problems();
  }

  /**
   * Returns what the server says that it supports; a list that it does not have is not there. The
   * server wrote the values: visible ASCII without quotes, at most 100 of 200 characters each. They
   * may say anything, and must be escaped wherever they are shown.
   */
  public Map<Offer, List<String>> untrustedOffers() {
    return offers;
  }

  /**
   * Returns what the server calls itself where that is another issuer than was asked for, and one
   * that a provider may have. Whoever trusts it asks for that one.
   */
  public Optional<URI> untrustedIssuer() {
    return Optional.ofNullable(otherIssuer);
  }

  /**
   * Returns this report for a host's JSON: {@code correlation_id}, {@code found}, {@code error},
   * {@code text}, {@code filled} and {@code to_confirm} (values by the keys of fields), {@code
   * problems} ({@link FieldProblem#toMap()}), {@code offers} (lists by the members of RFC 8414) and
   * {@code other_issuer}. What is not there is left out.
   */
  public Map<String, Object> toMap() {
    return new PlainMap()
        .put("correlation_id", correlationId)
        .put("found", found())
        .put("error", filling.error() == null ? null : filling.error().name())
        .put("text", text)
        .put("filled", values(filled()))
        .put("to_confirm", values(toConfirm()))
        .put(
            "problems",
            problems().isEmpty() ? null : problems().stream().map(FieldProblem::toMap).toList())
        .put("offers", offers())
        .put("other_issuer", otherIssuer == null ? null : otherIssuer.toString())
        .build();
  }

  private static @Nullable Map<String, Object> values(Map<ProviderField, ?> values) {
    Map<String, Object> map = new LinkedHashMap<>();
    values.forEach((field, value) -> map.put(field.key(), value.toString()));
    return map.isEmpty() ? null : map;
  }

  private @Nullable Map<String, Object> offers() {
    Map<String, Object> map = new LinkedHashMap<>();
    offers.forEach((offer, values) -> map.put(offer.member(), values));
    return map.isEmpty() ? null : map;
  }

  /** Returns nothing that the server wrote. */
  @Override
  public String toString() {
    return "DiscoveryReport["
        + correlationId
        + ", "
        + error().map(Enum::name).orElse("found")
        + "]";
  }
}
