package io.calloutauth.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {

  private static final long MOST = 100_000;

  /** A text of one character that has no end. */
  private static final class Endless extends Reader {

    private final char c;
    private long given;

    Endless(char c) {
      this.c = c;
    }

    @Override
    public int read(char[] buffer, int from, int length) {
      assertThat(given).as("characters that were asked for").isLessThan(10 * MOST);
      Arrays.fill(buffer, from, from + length, c);
      given += length;
      return length;
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", " ", "x"})
  void endsAtTheBoundWhateverGoesOnForever(String c) throws IOException {
    JsonLines lines = new JsonLines(new Endless(c.charAt(0)), 100, MOST);

    JsonLines.Line line = lines.next();
    for (; line != null; line = lines.next()) {
      assertThat(line.text()).isNull();
    }

    assertThat(lines.isExhausted()).isTrue();
  }

  @Test
  void readsATextThatIsAsLongAsMayBe() throws IOException {
    String text = "{}\n".repeat(5_000);
    JsonLines lines = new JsonLines(new StringReader(text), 100, text.length());

    int count = 0;
    while (lines.next() != null) {
      count++;
    }

    assertThat(count).isEqualTo(5_000);
    assertThat(lines.isExhausted()).isFalse();
  }
}
