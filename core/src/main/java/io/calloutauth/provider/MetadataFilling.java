package io.calloutauth.provider;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.oauth.MetadataError;
import io.calloutauth.oauth.ServerMetadata;
import io.calloutauth.oauth.ServerMetadata.Offer;
import io.calloutauth.provider.DraftFiller.Filling;
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
      List.of(SettingTable.TOKEN_ENDPOINT, SettingTable.REVOCATION_ENDPOINT);

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
    for (Setting<String> setting : ENDPOINTS) {
      Optional.ofNullable(metadata.endpoints().get(setting.key()))
          .ifPresent(url -> fill(setting, url, issuer));
    }
    if (problems.has(ProviderField.TOKEN_ENDPOINT)) {
      return nothing(MetadataError.TOKEN_ENDPOINT_REFUSED);
    }
    if (!metadata.endpoints().containsKey(SettingTable.TOKEN_ENDPOINT.key())) {
      return nothing(MetadataError.NO_TOKEN_ENDPOINT);
    }
    chooseAuthentication(metadata);
    checkGrantType(metadata.offers().get(Offer.GRANT_TYPES));
    return new Filling(
        null,
        new ProviderSettings(draft),
        new ProviderSettings(confirmed),
        filled,
        toConfirm,
        problems.list());
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
      problems.add(
          setting.field(),
          "is not filled in, because the one that the server names is refused here: it "
              + (read.problem() == null ? "is empty" : read.problem()));
    } else if (endpoint.origin().equals(issuer.origin())
        || read.value().equals(before.draft().get(setting))) {
      put(setting, read.value());
    } else {
      confirmed.put(setting, read.value());
      toConfirm.put(setting.field(), endpoint.uri());
    }
  }

  /** A server that lists none takes Basic (RFC 8414 section 2); the draft's choice is kept then. */
  private void chooseAuthentication(ServerMetadata metadata) {
    OfferedAuthentication offered = new OfferedAuthentication(metadata, draft);
    if (!offered.takesOwn()) {
      offered
          .other()
          .ifPresentOrElse(
              other -> put(SettingTable.CLIENT_AUTHENTICATION, other),
              () ->
                  problems.add(
                      ProviderField.CLIENT_AUTHENTICATION,
                      "is not filled in: the server offers none that this version supports"));
    }
    offered.algorithm().ifPresent(one -> put(AssertionTable.SIGNING_ALGORITHM, one));
    offered.forRevocation().ifPresent(one -> put(SettingTable.REVOCATION_AUTHENTICATION, one));
  }

  /** A server that lists none has others by RFC 8414 section 2, but few mean it. */
  private void checkGrantType(@Nullable List<String> offered) {
    if (offered != null && !offered.contains(draft.get(SettingTable.GRANT_TYPE).value())) {
      problems.add(
          ProviderField.GRANT_TYPE,
          "is none that the server says it has: ask who runs it whether this client may use it");
    }
  }
}
