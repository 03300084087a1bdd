package io.calloutauth.example.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.DiscoveryReport;
import io.calloutauth.TokenState;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.MetadataError;
import io.calloutauth.oauth.ServerMetadata.Offer;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** What a real server's metadata fills in (RFC 8414). */
abstract class DiscoveryStory extends RolloverStory {

  @BothMethods
  void isFoundByItsIssuer(ClientAuthentication method) {
    ProviderSettings draft =
        host.settings(method).tokenEndpoint(null).revocationEndpoint(null).build();

    DiscoveryReport report = auth().discovery().fetch(server().issuer(), draft);

    assertThat(report.error()).isEmpty();
    assertThat(report.toConfirm()).isEmpty();
    assertThat(report.problems()).isEmpty();
    assertThat(report.untrustedOffers().get(Offer.GRANT_TYPES)).contains("client_credentials");
    assertThat(report.untrustedOffers().get(Offer.CLIENT_AUTHENTICATIONS)).contains(method.value());
    Provider provider = auth().providers().create(report.settings());
    assertThat(provider.issuer()).map(URI::toString).hasValue(server().issuer());
    assertThat(provider.tokenEndpoint()).isEqualTo(server().tokenEndpoint());
    assertThat(provider.revocationEndpoint()).hasValue(server().revocationEndpoint());
    assertThat(provider.clientAuthentication()).isEqualTo(method);
    assertThat(auth().tokens().obtain(provider.id()).state()).isEqualTo(TokenState.ACTIVE);
  }

  @Test
  void isAnotherOneWithASlashAtItsEnd() {
    DiscoveryReport report = auth().discovery().fetch(server().issuer() + "/");

    assertThat(report.error()).hasValue(MetadataError.OTHER_ISSUER);
    assertThat(report.untrustedIssuer()).map(URI::toString).hasValue(server().issuer());
  }

  @Test
  void hasNoMetadataUnderAnotherPath() {
    DiscoveryReport report = auth().discovery().fetch(server().issuer() + "/of/nobody");

    assertThat(report.found()).isFalse();
    assertThat(report.filled()).isEmpty();
  }
}
