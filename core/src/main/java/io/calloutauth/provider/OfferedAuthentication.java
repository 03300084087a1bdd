package io.calloutauth.provider;

import io.calloutauth.keys.ClientCertificate;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.RevocationAuthentication;
import io.calloutauth.oauth.ServerMetadata;
import io.calloutauth.oauth.ServerMetadata.Offer;
import io.calloutauth.oauth.SigningAlgorithm;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The choice of a client authentication among those that a server offers and this library supports.
 * What a draft has stays where the server takes it. Not thread-safe, as the draft is not.
 *
 * @param draft the draft, as it is whenever something is asked
 * @param certificate the one that is typed; null where none is, or none that can be read
 */
record OfferedAuthentication(
    ServerMetadata metadata, ProviderDraft draft, @Nullable ClientCertificate certificate) {

  /** For a draft with a client secret. One that is missing here is never chosen. */
  private static final List<ClientAuthentication> WITH_SECRET =
      List.of(
          ClientAuthentication.CLIENT_SECRET_BASIC,
          ClientAuthentication.CLIENT_SECRET_POST,
          ClientAuthentication.CLIENT_SECRET_JWT,
          ClientAuthentication.PRIVATE_KEY_JWT,
          ClientAuthentication.NONE);

  /** For a draft with a certificate, which fits one of them. */
  private static final List<ClientAuthentication> WITH_CERTIFICATE =
      List.of(
          ClientAuthentication.TLS_CLIENT_AUTH, ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH);

  /** For a draft without: the strongest first. */
  private static final List<ClientAuthentication> WITHOUT_SECRET =
      List.of(
          ClientAuthentication.PRIVATE_KEY_JWT,
          ClientAuthentication.CLIENT_SECRET_BASIC,
          ClientAuthentication.CLIENT_SECRET_POST,
          ClientAuthentication.CLIENT_SECRET_JWT,
          ClientAuthentication.TLS_CLIENT_AUTH,
          ClientAuthentication.NONE);

  private static final List<SigningAlgorithm> ALGORITHMS =
      List.of(
          SigningAlgorithm.ES256,
          SigningAlgorithm.RS256,
          SigningAlgorithm.PS256,
          SigningAlgorithm.EDDSA);

  /** Returns the choice for a draft; takes as long as the password of a typed certificate. */
  static OfferedAuthentication of(ServerMetadata metadata, ProviderDraft draft) {
    return new OfferedAuthentication(
        metadata,
        draft,
        CertificateTable.typed(draft.get(CertificateTable.CLIENT_CERTIFICATE)).orElse(null));
  }

  /**
   * Tells whether the server takes the draft's, or does not say what it takes. Beside a grant that
   * is an assertion it may be none (RFC 7521 section 4.1), which no list says.
   */
  boolean takesOwn() {
    List<String> offered = metadata.offers().get(Offer.CLIENT_AUTHENTICATIONS);
    return offered == null || offered.contains(wireName(own())) || needsNone();
  }

  private boolean needsNone() {
    return own() == ClientAuthentication.NONE && draft.get(SettingTable.GRANT_TYPE).usesAssertion();
  }

  private ClientAuthentication own() {
    return draft.get(SettingTable.CLIENT_AUTHENTICATION);
  }

  /** Returns another that the server takes; empty when it takes none of ours. */
  Optional<ClientAuthentication> other() {
    List<String> offered = metadata.offers().getOrDefault(Offer.CLIENT_AUTHENTICATIONS, List.of());
    return candidates().stream().filter(each -> offered.contains(wireName(each))).findFirst();
  }

  private List<ClientAuthentication> candidates() {
    if (hasCertificate()) {
      return WITH_CERTIFICATE.stream().filter(this::fitsCertificate).toList();
    }
    return draft.get(SettingTable.CLIENT_SECRET).isEmpty() ? WITHOUT_SECRET : WITH_SECRET;
  }

  /** Tells whether the draft has a client certificate, typed or kept. */
  boolean hasCertificate() {
    return !draft.get(CertificateTable.CLIENT_CERTIFICATE).isEmpty();
  }

  /** One that is kept fits the draft's own method: it was judged for that. */
  private boolean fitsCertificate(ClientAuthentication method) {
    return certificate == null
        ? !own().needsCertificate() || method == own()
        : CertificateRules.misfit(certificate, method) == null;
  }

  /** Tells whether the client is going to show a certificate in TLS. */
  boolean showsCertificate() {
    return (takesOwn() ? own() : other().orElse(own())).needsCertificate();
  }

  /** Returns the algorithm for keys that are yet to be made, where the draft's is not offered. */
  Optional<SigningAlgorithm> algorithm() {
    List<String> offered = metadata.offers().getOrDefault(Offer.SIGNING_ALGORITHMS, List.of());
    boolean free = own().needsKeys() && draft.get(AssertionTable.PRIVATE_KEY).isEmpty();
    return free && !offered.contains(draft.get(AssertionTable.SIGNING_ALGORITHM).value())
        ? ALGORITHMS.stream().filter(each -> offered.contains(each.value())).findFirst()
        : Optional.empty();
  }

  /** Returns another for the revocation endpoint, where the server says that it takes no other. */
  Optional<RevocationAuthentication> forRevocation() {
    List<String> offered = metadata.offers().get(Offer.REVOCATION_AUTHENTICATIONS);
    boolean chosen =
        draft.get(RequestTable.REVOCATION_AUTHENTICATION) != RevocationAuthentication.SAME;
    if (offered == null || chosen || offered.contains(wireName(own())) || !own().needsSecret()) {
      return Optional.empty();
    }
    return Stream.of(
            RevocationAuthentication.CLIENT_SECRET_BASIC,
            RevocationAuthentication.CLIENT_SECRET_POST)
        .filter(each -> offered.contains(each.value()))
        .findFirst();
  }

  private static String wireName(ClientAuthentication method) {
    return method.usesBasic() ? ClientAuthentication.CLIENT_SECRET_BASIC.value() : method.value();
  }
}
