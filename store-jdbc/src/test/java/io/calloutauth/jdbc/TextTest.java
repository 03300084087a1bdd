package io.calloutauth.jdbc;

import static io.calloutauth.jdbc.Rows.MANY;
import static io.calloutauth.jdbc.Rows.content;
import static io.calloutauth.jdbc.Rows.newKey;
import static io.calloutauth.jdbc.Rows.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.store.BindingRow;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderName;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.Store;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts that databases treat each in its own way. */
class TextTest {

  private static final List<String> REFUSED =
      List.of("a\u0000b", "\u0000", "\uD83D", "a\uDD11", "\uDD11\uD83D", "\uD83Dx");

  @ParameterizedTest
  @EnumSource
  void refusesNulAndHalfCharactersBeforeTheDatabaseSeesThem(TestDatabase database) {
    database.emptyStore();
    SpringHost host = new SpringHost(database.pool(), "READ_COMMITTED").withTable();
    Store store = JdbcStore.create(host.proxy());
    ProviderKey key = provider(store, "CRM");

    host.commits(
        () -> {
          host.addRow("before");
          for (String text : REFUSED) {
            refused(() -> store.bindings().bind(key, text));
            refused(() -> store.bindings().find("acme", text));
            refused(() -> store.providers().findByName("acme", text));
            refused(() -> store.providers().create(newKey(), content(text), MANY));
            refused(() -> store.providers().find(new ProviderKey(text, "p1")));
          }
          host.addRow("after");
        });

    assertThat(host.rows()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void keepsAnythingInsideSettings(TestDatabase database) {
    Store store = database.emptyStore();
    Map<String, String> settings = Map.of("odd", String.join("|", REFUSED), "\u0000", "\uD83D");
    ProviderContent content =
        ProviderContent.builder(new ProviderName("CRM", "CRM")).settings(settings).build();
    ProviderKey key = newKey();

    store.providers().create(key, content, MANY);

    assertThat(store.providers().find(key).orElseThrow().content()).isEqualTo(content);
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatIsTooLongBeforeTheDatabaseSeesIt(TestDatabase database) {
    Store store = database.emptyStore();
    ProviderKey key = provider(store, "CRM");

    refused(() -> store.bindings().bind(key, "x".repeat(256)));
    refused(() -> store.providers().create(newKey(), content("x".repeat(256)), MANY));
    refused(
        () ->
            store
                .providers()
                .create(new ProviderKey("x".repeat(65), "p1"), content("Other"), MANY));
    assertThat(store.providers().list("acme", null, 10).items()).hasSize(1);
  }

  @Test
  void cutsNothingOnAServerThatIsLenient() {
    TestDatabase.MARIADB.emptyStore();
    HikariConfig config = TestDatabase.MARIADB.config(4);
    config.setConnectionInitSql("SET sql_mode = ''");
    try (HikariDataSource lenient = new HikariDataSource(config)) {
      Store store = JdbcStore.create(lenient);
      ProviderKey key = newKey();
      Map<String, Sealed> secrets = Map.of("secret", Sealed.of("k1", "s".repeat(87_999) + "!"));
      ProviderContent content =
          ProviderContent.builder(new ProviderName("CRM", "CRM"))
              .settings(Map.of("k", "v".repeat(70_000)))
              .secrets(secrets)
              .build();

      store.providers().create(key, content, MANY);

      assertThat(store.providers().find(key).orElseThrow().content()).isEqualTo(content);
    }
  }

  /** The databases' own folding differs on these; the key that core folded is all that counts. */
  @ParameterizedTest
  @EnumSource
  void foldsNothingByItself(TestDatabase database) {
    Store store = database.emptyStore();
    List<String> alike =
        List.of(
            "\u039F\u0394\u039F\u03A3",
            "\u03BF\u03B4\u03BF\u03C2",
            "\u03BF\u03B4\u03BF\u03C3",
            "\u1E9E",
            "\u00DF",
            "ss",
            "\u0130",
            "i",
            "I",
            "\u0131",
            "tab\t",
            "tab",
            "tab ");

    for (String each : alike) {
      ProviderKey key = provider(store, each);
      store.bindings().bind(key, each);
    }

    for (String each : alike) {
      ProviderKey key = store.providers().findByName("acme", each).orElseThrow().key();
      assertThat(store.bindings().find("acme", each))
          .contains(new BindingRow("acme", each, key.id()));
      assertThat(store.bindings().list(key, null, 10).items())
          .containsExactly(new BindingRow("acme", each, key.id()));
    }
  }

  private static void refused(Runnable use) {
    assertThatIllegalArgumentException().isThrownBy(use::run);
  }
}
