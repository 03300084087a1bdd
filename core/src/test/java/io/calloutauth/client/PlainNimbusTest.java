package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.calloutauth.testkit.CorpusRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What Nimbus alone makes of the corpus: why answers are read here first. Who updates Nimbus sees
 * what became different.
 */
class PlainNimbusTest {

  private final List<String> tooStrict = new ArrayList<>();
  private final List<String> tooLax = new ArrayList<>();

  @Test
  void judgesAQuarterOfTheAnswersOtherwise() throws Exception {
    List<CorpusRow> rows = CorpusRow.read("/corpus/token-responses.jsonl");
    for (CorpusRow row : rows) {
      assertThat(accepts(row)).as(row.toString()).isEqualTo(row.isAcceptedByNimbus());
      compare(row);
    }

    System.out.printf(
        "Plain Nimbus against %d answers: too strict on %d %s, too lax on %d %s%n",
        rows.size(), tooStrict.size(), tooStrict, tooLax.size(), tooLax);
    assertThat(tooStrict).hasSize(16).contains("type-missing");
    assertThat(tooLax).hasSize(5);
  }

  private void compare(CorpusRow row) {
    boolean wanted = CorpusRow.text(row.expect(), "outcome").equals("accept");
    if (wanted && !accepts(row)) {
      tooStrict.add(row.toString());
    } else if (!wanted && accepts(row)) {
      tooLax.add(row.toString());
    }
  }

  private static boolean accepts(CorpusRow row) {
    try {
      return TokenResponse.parse(answer(row)).indicatesSuccess();
    } catch (ParseException | RuntimeException refused) {
      return false;
    }
  }

  private static HTTPResponse answer(CorpusRow row) throws ParseException {
    String[] head = row.head().split("\n", -1);
    HTTPResponse answer = new HTTPResponse(Integer.parseInt(head[0].split(" ", 3)[1]));
    for (int i = 1; i < head.length; i++) {
      String[] header = head[i].split(": ", 2);
      answer.setHeader(header[0], header[1]);
    }
    answer.setBody(new String(row.body(), StandardCharsets.UTF_8));
    return answer;
  }
}
