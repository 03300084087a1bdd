package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.Provider;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.testkit.TypedKeys;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A provider's row that lost what its client authenticates with. */
class LostSecretTest extends OneNode {

  /** What is lost of a row, and of which provider. */
  private enum Loss {
    CLIENT_SECRET(false, false),
    PRIVATE_KEY(true, false),
    KEY_SET(true, true),
    KEY_SET_WITH_KEYS(true, true);

    private final boolean signs;
    private final boolean ofKeySet;

    Loss(boolean signs, boolean ofKeySet) {
      this.signs = signs;
      this.ofKeySet = ofKeySet;
    }

    ProviderContent from(ProviderContent content) {
      Map<String, String> settings = new HashMap<>(content.settings());
      if (ofKeySet) {
        assertThat(settings.remove("jwks")).isNotNull();
      }
      ProviderContent.Builder left = content.toBuilder().settings(settings);
      return (this == KEY_SET ? left : left.secrets(Map.of())).build();
    }
  }

  private Provider bound(Loss loss) {
    Provider provider = node.bound(N);
    return loss.signs
        ? node.edit(
            provider.id(),
            draft ->
                draft
                    .issuer(server.url("/issuer"))
                    .clientSecret(null)
                    .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
                    .assertion(a -> a.algorithm(SigningAlgorithm.ES256)))
        : provider;
  }

  private void lose(Provider provider, Loss loss) {
    ProviderRow row = KeyedRows.row(node, provider);
    node.store
        .providers()
        .update(row.key(), row.version(), NewNumber.EPOCH, loss.from(row.content()));
  }

  @ParameterizedTest
  @EnumSource
  void failsClosedAndSaysSo(Loss loss) {
    Provider crm = bound(loss);
    lose(crm, loss);

    assertThat(node.refusal(N))
        .isInstanceOfSatisfying(
            SealedValueException.class,
            told -> {
              assertThat(told.retryable()).isFalse();
              assertThat(told.keyMissing()).isFalse();
            })
        .hasMessageContaining("does not open")
        .hasMessageContaining("Set it again");
    assertThatThrownBy(() -> node.auth.tokens().obtain(crm.id()))
        .isInstanceOf(SealedValueException.class);
    assertThat(server.exchanges()).as("token requests").isZero();
  }

  /** What is typed again is all that it takes. */
  @ParameterizedTest
  @EnumSource
  void isMendedByAnEdit(Loss loss) {
    Provider crm = bound(loss);
    lose(crm, loss);

    node.edit(
        crm.id(),
        draft ->
            loss.signs
                ? draft.assertion(a -> a.privateKey(TypedKeys.pem(SigningAlgorithm.ES256)))
                : draft.clientSecret("s3cret"));

    assertThat(node.auth.tokens().obtain(crm.id()).state()).isEqualTo(TokenState.ACTIVE);
  }
}
