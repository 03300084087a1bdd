package io.calloutauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.jdbc.TestDatabase;
import io.calloutauth.seal.Opened;
import io.calloutauth.seal.SealContext;
import io.calloutauth.seal.SealedText;
import io.calloutauth.seal.SecretCipher;
import io.calloutauth.testkit.TestKeys;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who has the whole database, and every statement that was sent to it, has no secret. */
@NullMarked
class NoPlaintextTest {

  @ParameterizedTest
  @EnumSource
  void noSecretOrTokenIsEverReadable(TestDatabase database) throws IOException {
    try (ProviderLife life = new ProviderLife(database, TestKeys.of("k1"))) {
      List<String> seen = life.live();

      assertThat(seen).anyMatch(text -> text.contains(ProviderLife.VISIBLE));
      assertThat(seen).filteredOn(text -> !ProviderLife.leaks(text).isEmpty()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Bypass.class)
  void andWhatIsNotSealedWouldBeFound(Bypass bypass) throws IOException {
    try (ProviderLife life = new ProviderLife(TestDatabase.H2_FILE, bypass)) {
      String seen = String.join("\n", life.live());

      assertThat(ProviderLife.leaks(seen)).hasSizeGreaterThanOrEqualTo(4 + 3);
      assertThat(ProviderLife.leaks(TestDatabase.H2_FILE.fileBytes())).isNotEmpty();
    }
  }

  /** Ways not to seal. */
  private enum Bypass implements SecretCipher {
    PLAIN(text -> text),
    BASE64(text -> Base64.getEncoder().encodeToString(("{\"t\":\"" + text).getBytes(UTF_8))),
    BASE64_URL(text -> Base64.getUrlEncoder().encodeToString(("x" + text).getBytes(UTF_8))),
    HEX(text -> HexFormat.of().formatHex(text.getBytes(UTF_8))),
    URL(text -> URLEncoder.encode(text, UTF_8));

    private final UnaryOperator<String> form;

    Bypass(UnaryOperator<String> form) {
      this.form = form;
    }

    @Override
    public SealedText seal(SealContext context, String plainText) {
      return SealedText.of("k1", form.apply(plainText));
    }

    @Override
    public Opened open(SealContext context, String sealed) {
      return Opened.of("k1", "whatever it was");
    }

    @Override
    public List<String> keyIds() {
      return List.of("k1");
    }
  }
}
