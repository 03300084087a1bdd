package io.calloutauth.provider;

import io.calloutauth.json.JsonException;
import io.calloutauth.json.JsonReader;
import io.calloutauth.json.JsonValue;
import io.calloutauth.keys.ClientCertificate;
import io.calloutauth.oauth.CertificateChain;
import io.calloutauth.oauth.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What stands in clear about the certificate that a client shows in TLS: the id of the set that its
 * key is published in, the chain, and when it ends. The private key is sealed. Immutable.
 *
 * @param id part of the address that the set is published under; empty when there is none
 * @param chain the certificate and its authorities'
 * @param ends when the first of them ends
 */
record CertificateSet(String id, CertificateChain chain, Instant ends) {

  /** No certificate. */
  static final CertificateSet NONE =
      new CertificateSet("", new CertificateChain("", List.of()), Instant.EPOCH);

  /** The form that is stored: JSON. */
  static final SettingForm<CertificateSet> FORM =
      SettingForm.of(NONE, CertificateSet::write, CertificateSet::parse);

  /** Returns what stands in clear about a certificate. */
  static CertificateSet of(String id, ClientCertificate certificate) {
    return new CertificateSet(id, certificate.chain(), certificate.ends());
  }

  /** Returns the same certificate, whose key is published in another set. */
  CertificateSet withId(String other) {
    return new CertificateSet(other, chain, ends);
  }

  /** Returns the secret that an edit keeps, by its thumbprint; empty when there is none. */
  Map<String, Secret> kept() {
    return id.isEmpty() ? Map.of() : Map.of(chain.thumbprint(), ProviderDraft.KEPT);
  }

  private String write() {
    String x5c =
        chain.x5c().stream().map(each -> "\"" + each + "\"").collect(Collectors.joining(","));
    return "{\"set\":\"%s\",\"x5t#S256\":\"%s\",\"ends\":\"%s\",\"x5c\":[%s]}"
        .formatted(id, chain.thumbprint(), ends, x5c);
  }

  private static CertificateSet parse(String json) {
    try {
      JsonValue set = JsonReader.readObject(json);
      List<String> x5c =
          set.member("x5c").orElseThrow().elements().stream().map(JsonValue::text).toList();
      return new CertificateSet(
          KeySet.text(set, "set"),
          new CertificateChain(KeySet.text(set, "x5t#S256"), x5c),
          Instant.parse(KeySet.text(set, "ends")));
    } catch (JsonException unreadable) {
      throw new IllegalStateException("the stored certificate cannot be read", unreadable);
    }
  }
}
