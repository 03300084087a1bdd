package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.client.BodyFormat;
import io.calloutauth.client.ClientAuthentication;
import io.calloutauth.client.GrantType;
import io.calloutauth.client.LifetimeUnit;
import io.calloutauth.client.RevocationAuthentication;
import io.calloutauth.client.ScopeSeparator;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An edit's event names the field that was changed, and no other. */
class ChangedFieldsTest extends NodeTest {

  private UnaryOperator<ProviderSettings.Builder> edit(ProviderField field) {
    return switch (field) {
      case NAME -> draft -> draft.name("Another");
      case GRANT_TYPE -> draft -> draft.grantType(GrantType.ACCOUNT_CREDENTIALS);
      case CLIENT_ID -> draft -> draft.clientId("another");
      case CLIENT_SECRET -> draft -> draft;
      case TOKEN_ENDPOINT -> draft -> draft.tokenEndpoint(server.url("/another"));
      case REVOCATION_ENDPOINT -> draft -> draft.revocationEndpoint(server.url("/another"));
      case TEST_ENDPOINT -> draft -> draft.testEndpoint(server.url("/another"));
      case SCOPE -> draft -> draft.scope("another");
      case CLIENT_AUTHENTICATION ->
          draft -> draft.clientAuthentication(ClientAuthentication.CLIENT_SECRET_POST);
      case DEFAULT_LIFETIME -> draft -> draft.defaultLifetime(Duration.ofMinutes(1));
      case SINGLE_TOKEN -> draft -> draft.singleToken(true);
      case ORIGINS -> draft -> draft.noOrigins().origin(server.url(""));
      case AUDIENCE -> request(r -> r.audience("another"));
      case RESOURCES -> request(r -> r.resource("urn:another"));
      case SCOPE_SEPARATOR -> request(r -> r.scopeSeparator(ScopeSeparator.COMMA));
      case BODY_FORMAT -> request(r -> r.bodyFormat(BodyFormat.JSON));
      case REVOCATION_AUTHENTICATION ->
          request(r -> r.revocationAuthentication(RevocationAuthentication.CLIENT_ID));
      case PARAMETERS -> request(r -> r.parameter("another", "x"));
      case HEADERS -> request(r -> r.header("X-Another", "x"));
      case LIFETIME_UNIT -> answer(a -> a.lifetimeUnit(LifetimeUnit.MILLISECONDS));
      case TOKEN_TYPE_ALIASES -> answer(a -> a.tokenTypeAlias("another"));
      case TOKEN_POINTER -> answer(a -> a.tokenPointer("/another"));
      case TOKEN_TYPE_POINTER -> answer(a -> a.tokenTypePointer("/another"));
      case LIFETIME_POINTER -> answer(a -> a.lifetimePointer("/another"));
    };
  }

  private static UnaryOperator<ProviderSettings.Builder> request(
      UnaryOperator<RequestSettings.Builder> change) {
    return draft -> draft.requests(change);
  }

  private static UnaryOperator<ProviderSettings.Builder> answer(
      UnaryOperator<AnswerSettings.Builder> change) {
    return draft -> draft.answers(change);
  }

  /** With the secret, without which some of them are refused. */
  @ParameterizedTest
  @EnumSource
  void areThoseThatAnEditChanges(ProviderField field) {
    Provider made = created("CRM");

    node.edit(made.id(), draft -> edit(field).apply(draft.clientSecret("another")));

    List<CalloutAuthEvent> told =
        node.events.stream().filter(e -> e.type() == EventType.PROVIDER_UPDATED).toList();
    assertThat(told)
        .singleElement()
        .extracting(event -> new TreeSet<>(event.changedFields()))
        .isEqualTo(new TreeSet<>(List.of(ProviderField.CLIENT_SECRET, field)));
  }
}
