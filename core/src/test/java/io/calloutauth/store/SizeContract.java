package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.MANY;
import static io.calloutauth.store.ContractRows.ids;
import static io.calloutauth.store.ContractRows.leased;
import static io.calloutauth.store.ContractRows.newKey;
import static io.calloutauth.store.ContractRows.provider;
import static io.calloutauth.store.ContractRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.store.ProviderStore.Creation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How long what a store keeps may be, and of which characters: nothing is cut or altered. */
interface SizeContract extends ContractStore {

  /** A character that takes two units of UTF-16 and four bytes of UTF-8. */
  String ASTRAL = "\uD83D\uDD11";

  @Test
  default void keepsNamesOf255Characters() {
    for (String text : List.of("x".repeat(255), "\u00E9".repeat(255), ASTRAL.repeat(255))) {
      ProviderKey key = newKey("acme");
      ProviderName name = new ProviderName(text, text.replace('x', 'X'));
      ProviderContent content = ProviderContent.builder(name).build();

      assertThat(store().providers().create(key, content, MANY)).isEqualTo(Creation.CREATED);

      assertThat(store().providers().find(key).orElseThrow().content().name()).isEqualTo(name);
      assertThat(store().providers().findByName("acme", name.key())).isPresent();
      String shorter = text.substring(0, text.offsetByCodePoints(0, 254));
      assertThat(store().providers().findByName("acme", shorter)).isEmpty();
    }
  }

  @Test
  default void keepsNotificationIdsOf255Characters() {
    ProviderKey key = provider(store(), "acme", "CRM");
    for (String id : List.of("x".repeat(255), "\u00E9".repeat(255), ASTRAL.repeat(255))) {
      assertThat(store().bindings().bind(key, id)).isTrue();

      assertThat(store().bindings().find("acme", id))
          .contains(new BindingRow("acme", id, key.id()));
      assertThat(ids(store().bindings().list(key, null, 10))).contains(id);
      String shorter = id.substring(0, id.offsetByCodePoints(0, 254));
      assertThat(store().bindings().find("acme", shorter)).isEmpty();
    }
    assertThat(store().providers().delete(key, 10).firstUsers()).hasSize(3);
  }

  @Test
  default void keepsTenantsOf64Characters() {
    for (String tenant : List.of("x".repeat(64), "\u00E9".repeat(64), ASTRAL.repeat(64))) {
      ProviderKey key = provider(store(), tenant, "CRM");

      assertThat(store().providers().find(key).orElseThrow().key()).isEqualTo(key);
    }
  }

  @Test
  default void keepsNamesOfSecretsAndCredentialsOf128Characters() {
    for (String name : List.of("x".repeat(128), ASTRAL.repeat(128))) {
      ProviderKey key = newKey("acme");
      ProviderContent content =
          ProviderContent.builder(ContractRows.name(name))
              .client(ASTRAL.repeat(64))
              .secrets(Map.of(name, Sealed.of("k1", "s")))
              .build();
      store().providers().create(key, content, MANY);
      TokenContent token =
          TokenContent.builder(Sealed.of("k1", "t"), Duration.ofHours(1))
              .credential(name)
              .boundTo(ASTRAL.repeat(64))
              .build();
      store()
          .tokens()
          .complete(key, leased(store(), key), TokenRequestOutcome.kept(token, Duration.ZERO));

      assertThat(store().providers().find(key).orElseThrow().content()).isEqualTo(content);
      assertThat(row(store(), key).token())
          .isNotNull()
          .returns(name, StoredToken::credential)
          .returns(ASTRAL.repeat(64), StoredToken::boundTo);
    }
  }

  @Test
  default void keepsSealedTextsOf100000Characters() {
    ProviderKey key = newKey("acme");
    Sealed secret = Sealed.of("k".repeat(128), "s".repeat(99_999) + "!");
    Sealed token = Sealed.of("k".repeat(128), "t".repeat(99_999) + "~");
    Map<String, Sealed> secrets = Map.of("secret", secret, "header:0", Sealed.of("k2", "small"));
    ProviderContent content =
        ProviderContent.builder(ContractRows.name("CRM")).secrets(secrets).build();

    store().providers().create(key, content, MANY);
    TokenContent kept =
        TokenContent.builder(token, Duration.ofHours(1)).scope("s ".repeat(1_000)).build();
    store()
        .tokens()
        .complete(key, leased(store(), key), TokenRequestOutcome.kept(kept, Duration.ZERO));

    assertThat(store().providers().find(key).orElseThrow().content().secrets()).isEqualTo(secrets);
    StoredToken stored = Objects.requireNonNull(row(store(), key).token());
    Continuation next = Continuation.builder(1, secret).authorizedBy(ASTRAL.repeat(255)).build();
    Lease lease = leased(store(), key);
    store().tokens().complete(key, lease, ContractRows.failed("x", 1).with(next));
    assertThat(row(store(), key).authorization())
        .returns(secret, StoredAuthorization::continuation)
        .returns(next.authorizedBy(), StoredAuthorization::authorizedBy);
    assertThat(stored.sealed()).isEqualTo(token);
    assertThat(stored.sealed().keyId()).isEqualTo(token.keyId());
    assertThat(stored.scope()).isEqualTo("s ".repeat(1_000));
  }

  @Test
  default void keepsSettingsOfAnyCharactersWithoutLookingInside() {
    Map<String, String> settings = new HashMap<>();
    settings.put("", "");
    settings.put("empty", "");
    settings.put("spaces", "  a  ");
    settings.put("quotes", "'\"`\\\\ \\u0041 ${a} {b} :c ?");
    settings.put("lines", "a\r\nb\nc\td\u0001\u001F\u007F\u0085\u2028");
    settings.put("signs", "a=b&c;d,e|f#g!h%00<i>[]{}");
    settings.put("json", "{\"a\":[1,null,\"\\\"\"]}");
    settings.put("unicode", "\u00E9e\u0301\u0130\u1E9E\u05D0\uFEFF\uFFFD\uFFFF" + ASTRAL);
    settings.put("\u00E9 = \"k\":\n" + ASTRAL, "odd key");
    settings.put("long", ("x" + ASTRAL).repeat(5_000));
    ProviderContent content =
        ProviderContent.builder(ContractRows.name("CRM")).disabled(true).settings(settings).build();
    ProviderKey key = newKey("acme");

    store().providers().create(key, content, MANY);
    assertThat(store().providers().find(key).orElseThrow().content()).isEqualTo(content);
    store().providers().update(key, 1, NewNumber.NONE, content);

    assertThat(store().providers().find(key).orElseThrow().content()).isEqualTo(content);
    assertThat(store().providers().list("acme", null, 1).items().get(0).provider().content())
        .isEqualTo(content);
  }

  @Test
  default void keepsFailuresAsTheyAre() {
    ProviderKey key = provider(store(), "acme", "CRM");
    String failure = "{\"class\":\"permanent\",\"code\":\"x'\\n\u00E9" + ASTRAL + "\"}";

    store().tokens().complete(key, leased(store(), key), ContractRows.failed(failure, 1_000));

    StoredFailure stored = Objects.requireNonNull(row(store(), key).failure());
    assertThat(stored.failure()).isEqualTo(failure);
    assertThat(stored.attempts()).isEqualTo(1_000);
  }
}
