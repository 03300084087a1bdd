package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderDocument;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.provider.SecretResolver;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a host does with the providers that it brings along, whenever it starts. */
class CreateOrUpdateTest extends NodeTest {

  @Test
  void createsOnceAndThenWritesWhatIsAnotherOnly() {
    Provider crm = providers().createOrUpdate(node.settings("CRM").build());
    Provider same = providers().createOrUpdate(node.settings("CRM").build());
    Provider other = providers().createOrUpdate(node.settings("crm").scope("more").build());
    Provider rotated =
        providers().createOrUpdate(node.settings("crm").scope("more").clientSecret("n3w").build());

    assertThat(List.of(same.id(), other.id(), rotated.id())).containsOnly(crm.id());
    assertThat(same.version()).isEqualTo(crm.version());
    assertThat(other.version()).isGreaterThan(crm.version());
    assertThat(other.name()).isEqualTo("crm");
    assertThat(rotated.version()).isGreaterThan(other.version());
    assertThat(node.events)
        .extracting(CalloutAuthEvent::type)
        .containsExactly(
            EventType.PROVIDER_CREATED,
            EventType.SECRET_SET,
            EventType.PROVIDER_UPDATED,
            EventType.SECRET_SET,
            EventType.PROVIDER_UPDATED,
            EventType.SECRET_SET);
  }

  /** A key that the library made is no reason to make another whenever a host starts. */
  @Test
  void keepsTheKeyThatWasMade() {
    Provider first = providers().createOrUpdate(signing("orders"));
    Provider second = providers().createOrUpdate(signing("orders"));
    Provider third = providers().createOrUpdate(signing("more"));

    assertThat(second.version()).isEqualTo(first.version());
    assertThat(third.keySet()).isEqualTo(first.keySet());
  }

  private ProviderSettings signing(String scope) {
    return node.settings("CRM")
        .clientSecret(null)
        .scope(scope)
        .issuer(server.url("/issuer"))
        .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
        .build();
  }

  /** Whoever sees whether something was written could find a short secret out. */
  @Test
  void aSecretInADocumentIsNotCompared() {
    Provider crm = created("CRM");
    String guess = ProviderDocument.of(crm).toJson().replace("{\"set\":true}", "\"s3cret of CRM\"");

    Provider set =
        providers().createOrUpdate(ProviderDocument.parse(guess).toSettings(SecretResolver.NONE));

    assertThat(set.version()).isGreaterThan(crm.version());
  }

  @Test
  void namesWhatIsBadAndNeedsAName() {
    assertThatThrownBy(
            () ->
                providers()
                    .createOrUpdate(ProviderDocument.parse("[]").toSettings(SecretResolver.NONE)))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessage("The settings cannot be used: document must be one JSON object");
    assertThatThrownBy(() -> providers().createOrUpdate(node.settings("").build()))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("name is missing");
  }
}
