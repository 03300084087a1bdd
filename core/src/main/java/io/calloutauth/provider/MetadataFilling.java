package io.calloutauth.provider;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.oauth.MetadataError;
import io.calloutauth.oauth.ServerMetadata;
import io.calloutauth.oauth.ServerMetadata.Offer;
import io.calloutauth.provider.DraftFiller.Filling;
import io.calloutauth.provider.FieldProblem.Reason;
import io.calloutauth.provider.Setting.Reading;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One filling of a draft from metadata. An endpoint of another origin than the issuer's waits for
 * an administrator: the issuer's metadata cannot vouch for it, and secrets would go there. Not
 * thread-safe.
 */
final class MetadataFilling {

  /** The settings that are filled with the members of their keys. */
  private static final List<Setting<String>> ENDPOINTS =
      List.of(
          SettingTable.TOKEN_ENDPOINT,
          SettingTable.REVOCATION_ENDPOINT,
          SettingTable.INTROSPECTION_ENDPOINT,
          AuthorizationRequestTable.ENDPOINT,
          AuthorizationRequestTable.PUSH_ENDPOINT);

  private static final Reason NONE_OFFERED =
      Reason.of(
          "none_offered", "is not filled in: the server offers none that this version supports");

  private static final Reason NONE_FOR_CERTIFICATE =
      Reason.of(
          "none_for_certificate",
          "is not filled in: the server names none that the client certificate is for. Some take a"
              + " self-signed certificate and do not say so: ask who runs it");

  private final DraftFiller filler;
  private final ProviderSettings before;
  private final ProviderDraft draft;
  private final ProviderDraft confirmed;
  private final Map<ProviderField, String> filled = new EnumMap<>(ProviderField.class);
  private final Map<ProviderField, URI> toConfirm = new EnumMap<>(ProviderField.class);
  private final FieldProblems problems = new FieldProblems();

  MetadataFilling(DraftFiller filler, ProviderSettings before) {
    this.filler = filler;
    this.before = before;
    this.draft = before.draft().copy();
    this.confirmed = before.draft().copy();
  }

  /** Fills the draft; without a token endpoint that may be used, nothing is. */
  Filling fill(Endpoint issuer, ServerMetadata metadata) {
    put(SettingTable.ISSUER, metadata.issuer());
    OfferedAuthentication offered = OfferedAuthentication.of(metadata, draft);
    Map<String, String> endpoints = metadata.endpoints(offered.showsCertificate());
    for (Setting<String> setting : used(ENDPOINTS)) {
      Optional.ofNullable(endpoints.get(setting.key()))
          .ifPresent(url -> fill(setting, url, issuer));
    }
    if (problems.has(ProviderField.TOKEN_ENDPOINT)) {
      return nothing(MetadataError.TOKEN_ENDPOINT_REFUSED);
    }
    if (!endpoints.containsKey(SettingTable.TOKEN_ENDPOINT.key())) {
      return nothing(MetadataError.NO_TOKEN_ENDPOINT);
    }
    chooseAuthentication(offered);
    readAuthorization(metadata);
    checkGrantType(metadata.offers().get(Offer.GRANT_TYPES));
    return new Filling(
        null,
        new ProviderSettings(draft),
        new ProviderSettings(confirmed),
        filled,
        toConfirm,
        problems.list());
  }

  private List<Setting<String>> used(List<Setting<String>> settings) {
    return settings.stream()
        .filter(
            setting ->
                setting.need(
                        draft.get(SettingTable.GRANT_TYPE),
                        draft.get(SettingTable.CLIENT_AUTHENTICATION))
                    != Setting.Presence.NONE)
        .toList();
  }

  private Filling nothing(MetadataError why) {
    return new Filling(why, before, before, Map.of(), Map.of(), problems.list());
  }

  private <T> void put(Setting<T> setting, T value) {
    draft.put(setting, value);
    confirmed.put(setting, value);
    filled.put(setting.field(), setting.form().write(value));
  }

  private void fill(Setting<String> setting, String url, Endpoint issuer) {
    Reading<String> read = setting.read(url, filler.policy(), filler.tenant());
    Endpoint endpoint =
        read.problem() == null
            ? filler.policy().check(filler.tenant(), read.value()).endpoint()
            : null;
    if (endpoint == null) {
      Reason problem = read.problem();
      problems.add(
          setting.field(),
          Reason.of(
              "offered_and_refused",
              "is not filled in, because the one that the server names is refused here: it "
                  + (problem == null ? "is empty" : problem.text())));
    } else if (endpoint.origin().equals(issuer.origin())
        || read.value().equals(before.draft().get(setting))) {
      put(setting, read.value());
    } else {
      confirmed.put(setting, read.value());
      toConfirm.put(setting.field(), endpoint.uri());
    }
  }

  /** A server that lists none takes Basic (RFC 8414 section 2); the draft's choice is kept then. */
  private void chooseAuthentication(OfferedAuthentication offered) {
    if (!offered.takesOwn()) {
      offered
          .other()
          .ifPresentOrElse(
              other -> put(SettingTable.CLIENT_AUTHENTICATION, other),
              () ->
                  problems.add(
                      ProviderField.CLIENT_AUTHENTICATION,
                      offered.hasCertificate() ? NONE_FOR_CERTIFICATE : NONE_OFFERED));
    }
    offered.algorithm().ifPresent(one -> put(AssertionTable.SIGNING_ALGORITHM, one));
    offered.forRevocation().ifPresent(one -> put(RequestTable.REVOCATION_AUTHENTICATION, one));
  }

  /** Whether responses name the issuer is as the server says it now, also in an edit. */
  private void readAuthorization(ServerMetadata metadata) {
    if (!draft.get(SettingTable.GRANT_TYPE).usesAuthorizationEndpoint()) {
      return;
    }
    if (metadata.issuerInResponses() != draft.get(AuthorizationRequestTable.ISSUER_IN_RESPONSES)) {
      put(AuthorizationRequestTable.ISSUER_IN_RESPONSES, metadata.issuerInResponses());
    }
    List<String> challenges = metadata.offers().get(Offer.CODE_CHALLENGE_METHODS);
    if (challenges != null && !challenges.contains("S256")) {
      problems.add(
          ProviderField.AUTHORIZATION_ENDPOINT,
          Reason.of(
              "no_code_challenge",
              "is one that takes no code challenge of the method S256, by what the server says: ask"
                  + " who runs it whether this client may use it"));
    }
  }

  /** A server that lists none has others by RFC 8414 section 2, but few mean it. */
  private void checkGrantType(@Nullable List<String> offered) {
    if (offered != null && !offered.contains(draft.get(SettingTable.GRANT_TYPE).value())) {
      problems.add(
          ProviderField.GRANT_TYPE,
          Reason.of(
              "not_offered",
              "is none that the server says it has: ask who runs it whether this client may use"
                  + " it"));
    }
  }
}
