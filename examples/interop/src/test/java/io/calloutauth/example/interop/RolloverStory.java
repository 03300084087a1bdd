package io.calloutauth.example.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.calloutauth.RevocationReport;
import io.calloutauth.keys.PublishedKey;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys and secrets that are rolled at a real server, which says in its own way what it refuses. */
abstract class RolloverStory extends RealServerScenes {

  private static final String GONE = "a client secret that the server takes no more";

  @ParameterizedTest
  @EnumSource
  void rollsAKeyThatTheServerKnows(SigningAlgorithm algorithm) throws Exception {
    assumeThat(server().takes(algorithm)).isTrue();
    SigningClient client = clients.signing(algorithm);
    ProviderId id = host.bind(host.signing(client).build());
    assertThat(host.callout()).isEqualTo(204);
    String old = keys(id).get(0).kid();

    String next = promoteAdded(id, client.nextPem());
    renew(id);

    assertThat(next).isNotEqualTo(old);
    assertThat(credential(id)).isEqualTo("private_key:" + next);
    auth().providers().dropKey(id, version(id), old);
    renew(id);
    assertThat(keys(id)).extracting(PublishedKey::kid).containsExactly(next);
  }

  /** The server refuses the new key, and takes the previous one in the same request. */
  @ParameterizedTest
  @EnumSource
  void aKeyThatIsPromotedTooEarlyCostsNoCallout(SigningAlgorithm algorithm) throws Exception {
    assumeThat(server().takes(algorithm)).isTrue();
    ProviderId id = host.bind(host.signing(clients.signing(algorithm)).build());
    String old = keys(id).get(0).kid();
    assertThat(host.callout()).isEqualTo(204);

    promoteAdded(id, null);
    renew(id);

    assertThat(credential(id)).isEqualTo("private_key:" + old);
  }

  private String promoteAdded(ProviderId id, @Nullable String privateKey) {
    auth().providers().addKey(id, version(id), privateKey);
    String next = keys(id).get(1).kid();
    auth().providers().promoteKey(id, version(id), next);
    return next;
  }

  @BothMethods
  void aSecretThatIsRefusedIsMetWithTheNextOne(ClientAuthentication method) throws Exception {
    String secret = clients.of(method).secret();

    assertThatItIsRolled(host.settings(method).clientSecret(GONE).build(), secret);
  }

  @Test
  void aSignatureOfASecretThatIsRefusedIsMetWithThatOfTheNextOne() throws Exception {
    String secret = clients.secretSigning().secret();

    assertThatItIsRolled(host.signingWithSecret().clientSecret(GONE).build(), secret);
  }

  private void assertThatItIsRolled(ProviderSettings settings, String secret) throws Exception {
    ProviderId id = host.bind(settings);
    auth().providers().addSecret(id, version(id), secret);

    assertThat(host.callout()).isEqualTo(204);
    assertThat(credential(id)).isEqualTo("client_secret:next");
    renew(id);

    auth().providers().promoteSecret(id, version(id));
    renew(id);
    assertThat(credential(id)).isEqualTo("client_secret");
  }

  /** Revokes the token, so that the next callout needs another one. */
  private void renew(ProviderId id) throws Exception {
    assertThat(auth().tokens().revoke(id).outcome()).isEqualTo(RevocationReport.Outcome.REVOKED);
    assertThat(host.callout()).isEqualTo(204);
    assertThat(receiver().refusals()).isZero();
  }

  private List<PublishedKey> keys(ProviderId id) {
    return auth().providers().publicKeys(id).orElseThrow().keys();
  }

  private long version(ProviderId id) {
    return auth().providers().find(id).map(Provider::version).orElseThrow();
  }

  private String credential(ProviderId id) {
    return auth().tokens().status(id).credential().orElseThrow();
  }
}
