package io.calloutauth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.CalloutAuthBuilder;
import io.calloutauth.CalloutAuthEvent;
import io.calloutauth.EventType;
import io.calloutauth.FieldEdits;
import io.calloutauth.InvalidSettingsException;
import io.calloutauth.NodeTest;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.testkit.HostListener;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What follows from an edit of each field, as the listener and the store hear of it. */
class ChangedFieldsTest extends NodeTest {

  /** There for some grants and client authentications alone: tests of their own have them. */
  private static final String SIGNING =
      "PRIVATE_KEY|SIGNING_ALGORITHM|ASSERTION_.*|SCOPE_AS_CLAIM|CLAIMS|CLIENT_CERTIFICATE"
          + "|REFRESH_TOKEN.*|KEEP_ALIVE_INTERVAL"
          + "|AUTHORIZATION_.*|PUSHED_.*|ISSUER_IN_RESPONSES";

  private static final Set<ProviderField> DESTINATIONS =
      EnumSet.of(
          ProviderField.ISSUER,
          ProviderField.TOKEN_ENDPOINT,
          ProviderField.REVOCATION_ENDPOINT,
          ProviderField.INTROSPECTION_ENDPOINT,
          ProviderField.TEST_ENDPOINT,
          ProviderField.CLIENT_AUTHENTICATION,
          ProviderField.REVOCATION_AUTHENTICATION,
          ProviderField.ORIGINS,
          ProviderField.TOKEN_POINTER,
          ProviderField.TOKEN_TYPE_POINTER,
          ProviderField.LIFETIME_POINTER);

  private static final Set<ProviderField> WITHOUT_EFFECT =
      EnumSet.of(
          ProviderField.NAME,
          ProviderField.DEFAULT_LIFETIME,
          ProviderField.SINGLE_TOKEN,
          ProviderField.RENEWAL_STATUSES,
          ProviderField.RENEWAL_POINTER,
          ProviderField.RENEWAL_VALUES);

  private final HostListener host = new HostListener();
  private Provider made;

  @Override
  public UnaryOperator<CalloutAuthBuilder> settings() {
    return builder -> builder.listener(host);
  }

  @BeforeEach
  void create() {
    made =
        providers()
            .create(
                node.settings("CRM")
                    .noOrigins()
                    .origin(server.url(""))
                    .requests(r -> r.parameter("kept", "x"))
                    .renewalBody("/kept", "kept")
                    .build());
  }

  /** With every secret, without which some of them are refused. */
  private Provider edit(ProviderField field) {
    return node.edit(
        made.id(),
        draft ->
            FieldEdits.edit(field, server)
                .apply(draft.clientSecret("another").requests(r -> r.parameter("kept", "y"))));
  }

  private CalloutAuthEvent proposed() {
    return host.proposed.stream()
        .filter(event -> event.type() == EventType.PROVIDER_UPDATED)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = SIGNING)
  void areThoseThatAnEditChanges(ProviderField field) {
    edit(field);

    assertThat(host.told)
        .filteredOn(event -> event.type() == EventType.PROVIDER_UPDATED)
        .singleElement()
        .extracting(event -> new TreeSet<>(event.changedFields()))
        .isEqualTo(
            new TreeSet<>(List.of(ProviderField.CLIENT_SECRET, ProviderField.PARAMETERS, field)));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = SIGNING)
  void areToldBeforeTheyAreStoredWhereTheyAreWidened(ProviderField field) {
    host.vetoed = EventType.PROVIDER_UPDATED;

    assertThatThrownBy(() -> edit(field)).isInstanceOf(HostListener.Veto.class);

    boolean widens = DESTINATIONS.contains(field);
    assertThat(proposed().widenedFields()).isEqualTo(widens ? List.of(field) : List.of());
    assertThat(proposed().toString().contains("widened=[" + field + "]")).isEqualTo(widens);
    assertThat(providers().find(made.id()).orElseThrow().version()).isEqualTo(made.version());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = SIGNING)
  void wantEverySecretAgainWhereTheyAreWidened(ProviderField field) {
    UnaryOperator<ProviderSettings.Builder> edit = FieldEdits.edit(field, server);

    if (DESTINATIONS.contains(field)) {
      assertThatThrownBy(() -> node.edit(made.id(), edit))
          .isInstanceOf(InvalidSettingsException.class)
          .hasMessageContaining(
              "client secret must be entered again because it could be used elsewhere now: new "
                  + field.label())
          .hasMessageContaining("extra parameters must be entered again");
    } else {
      assertThat(node.edit(made.id(), edit).version()).isGreaterThan(made.version());
    }
  }

  /** Without a secret: to type one starts a new epoch whatever else is edited. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.MATCH_NONE,
      names = {SIGNING, "CLIENT_SECRET.*|CLIENT_AUTHENTICATION|CLIENT_ID_IN_BODY"})
  void startANewEpochUnlessTheTokenStaysWhatItIsAndWhereItIs(ProviderField field) {
    Provider open =
        providers()
            .create(
                node.settings("open")
                    .noOrigins()
                    .origin(server.url(""))
                    .clientAuthentication(ClientAuthentication.NONE)
                    .clientSecret("")
                    .renewalBody("/kept", "kept")
                    .build());
    long before = epoch(open);

    node.edit(open.id(), FieldEdits.edit(field, server));

    assertThat(epoch(open) > before).isEqualTo(!WITHOUT_EFFECT.contains(field));
  }

  private long epoch(Provider provider) {
    return node.store
        .providers()
        .find(new ProviderKey("acme", provider.id().value()))
        .orElseThrow()
        .epoch();
  }
}
