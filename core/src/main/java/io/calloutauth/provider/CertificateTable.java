package io.calloutauth.provider;

import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.keys.CertificateReading;
import io.calloutauth.keys.ClientCertificate;
import io.calloutauth.oauth.ClientRegistrationBuilder;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.provider.Setting.Presence;
import io.calloutauth.provider.Setting.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The part of the {@linkplain SettingTable table of settings} about the certificate that a client
 * shows in TLS (RFC 8705). It knows nothing of the rest, which takes it in.
 */
final class CertificateTable {

  /** The name that the password is typed under; it is never stored. */
  static final String PASSWORD = "password";

  private static final List<Setting<?>> DEFINED = new ArrayList<>();

  /** No new epoch: what was issued to a client stays its own when it shows another certificate. */
  static final Setting<Map<String, Secret>> CLIENT_CERTIFICATE =
      new Setting.Builder<>(
              ProviderField.CLIENT_CERTIFICATE.key(),
              ProviderField.CLIENT_CERTIFICATE,
              SettingForm.SECRETS,
              Effect.NONE,
              DEFINED::add)
          .reader(CertificateTable::read)
          .need((grant, method) -> method.needsCertificate() ? Presence.REQUIRED : Presence.NONE)
          .storedElsewhere()
          .sealedAs(SecretName.tlsKey(""))
          .typedWith(PASSWORD)
          .define();

  /** What stands in clear about the certificate; kept by the library itself. */
  static final Setting<CertificateSet> CERTIFICATES =
      new Setting.Builder<>(
              "client_certificate_chain", null, CertificateSet.FORM, Effect.NONE, DEFINED::add)
          .into(
              ClientRegistrationBuilder.class,
              (registration, set) -> registration.certificate(set.chain()))
          .define();

  private CertificateTable() {}

  /** Returns all settings that are defined here. */
  static List<Setting<?>> all() {
    return List.copyOf(DEFINED);
  }

  /** Returns the certificate that is typed; empty where none is, or none that can be read. */
  static Optional<ClientCertificate> typed(Map<String, Secret> typed) {
    return Optional.ofNullable(typed.get(""))
        .flatMap(
            text ->
                Optional.ofNullable(
                    ClientCertificate.read(text, typed.get(PASSWORD)).certificate()));
  }

  /** What is read goes by its thumbprint, both parts in one text until it is settled. */
  private static Reading<Map<String, Secret>> read(
      Map<String, Secret> typed, EndpointPolicy policy, String tenant) {
    Secret text = typed.get("");
    if (text == null) {
      return new Reading<>(typed.containsKey(PASSWORD) ? Map.of() : typed, null);
    }
    CertificateReading reading = ClientCertificate.read(text, typed.get(PASSWORD));
    ClientCertificate read = reading.certificate();
    return read == null
        ? new Reading<>(
            Map.of(), CertificateRules.reason(Objects.requireNonNull(reading.problem())))
        : new Reading<>(Map.of(read.thumbprint(), read.wholeText()), null);
  }
}
