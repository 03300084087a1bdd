package io.calloutauth.provider;

import io.calloutauth.keys.CertificateProblem;
import io.calloutauth.keys.ClientCertificate;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.FieldProblem.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rules over several settings of a client that shows a certificate in TLS. What is kept was
 * judged when it was typed. Not thread-safe.
 *
 * @param draft what was read of a draft, as far as it could be
 * @param now when it is judged
 * @param problems takes what is wrong
 */
record CertificateRules(ProviderDraft draft, Instant now, FieldProblems problems) {

  void apply() {
    ClientAuthentication method = draft.get(SettingTable.CLIENT_AUTHENTICATION);
    if (!method.needsCertificate()) {
      return;
    }
    endpointsSpeakTls();
    for (Secret typed : draft.get(CertificateTable.CLIENT_CERTIFICATE).values()) {
      ClientCertificate.of(typed).ifPresent(certificate -> judge(certificate, method));
    }
  }

  private void endpointsSpeakTls() {
    for (Setting<String> setting :
        List.of(
            SettingTable.TOKEN_ENDPOINT,
            SettingTable.REVOCATION_ENDPOINT,
            SettingTable.INTROSPECTION_ENDPOINT)) {
      if (draft.get(setting).toLowerCase(Locale.ROOT).startsWith("http:")) {
        problems.add(
            setting.field(),
            Reason.of("not_https", "must be https: the client certificate is shown in TLS"));
      }
    }
  }

  private void judge(ClientCertificate certificate, ClientAuthentication method) {
    CertificateProblem problem = certificate.problemAt(now);
    if (problem == null) {
      problem = misfit(certificate, method);
    }
    if (problem != null) {
      problems.add(ProviderField.CLIENT_CERTIFICATE, reason(problem));
    }
  }

  /** Returns what keeps a certificate from being shown by a method; null for nothing. */
  static @Nullable CertificateProblem misfit(
      ClientCertificate certificate, ClientAuthentication method) {
    return method == ClientAuthentication.TLS_CLIENT_AUTH
        ? certificate.problemAsIssued()
        : certificate.problemAsSelfSigned();
  }

  /** Says why a text is no certificate that can be shown. */
  static Reason reason(CertificateProblem problem) {
    return Reason.of(problem, problem.text());
  }
}
