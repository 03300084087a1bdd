package io.calloutauth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.InvalidSettingsException;
import io.calloutauth.NodeTest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the authorization server calls itself, as an administrator types it. */
class IssuerTest extends NodeTest {

  private Provider with(@Nullable String issuer) {
    return providers().create(node.settings("CRM").issuer(issuer).build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.example.com",
        "https://login.example.com/",
        "https://Login.Example.com:443/realms/A",
        "https://login.example.com/realms/a%2Fb/"
      })
  void isKeptCharacterByCharacter(String issuer) {
    Provider made = with(issuer);

    assertThat(made.issuer()).map(URI::toString).hasValue(issuer);
    assertThat(made.toMap()).containsEntry("issuer", issuer);
    assertThat(made.toSettings().toBuilder().build().draft().get(SettingTable.ISSUER))
        .isEqualTo(issuer);
  }

  @Test
  void isOptional() {
    Provider made = with(null);

    assertThat(made.issuer()).isEmpty();
    assertThat(made.toMap()).doesNotContainKey("issuer");
  }

  @ParameterizedTest
  @CsvSource({
    "login.example.com, is not an absolute https URL",
    "http://login.example.com, must start with https://",
    "https://me@login.example.com, must not contain a user name",
    "https://login.example.com/#a, must not contain a fragment",
    "https://login.example.com?a=b, must be a URL without a query",
    "https://login.example.com/a/../b, must be a URL without a query and without . or ..",
    "https://login.example.com/a/%2e%2E, must be a URL without a query and without . or ..",
    "https://10.0.0.1, must name a host on the public internet",
    "https://login.example.com:22, must use port 443",
    "https://login.example.com/.well-known/openid-configuration, and not the URL of its metadata",
    "https://a.example/.well-known/oauth-authorization-server/b, and not the URL of its metadata"
  })
  void isAUrlThatThePolicyLetsPass(String issuer, String problem) {
    assertThatThrownBy(() -> with(issuer))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("issuer ")
        .hasMessageContaining(problem);
  }
}
