package io.calloutauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.AddressCheck.Outcome;
import io.calloutauth.endpoint.EndpointCorpus.Row;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EndpointCorpusTest {

  private static final String TENANT = "acme";

  @ParameterizedTest
  @MethodSource("rowsAboutUrls")
  void givesEachUrlItsVerdict(Row row) {
    FakeResolver resolver = row.resolver();

    assertThat(isAllowed(row, resolver)).as(row.why()).isEqualTo(row.allowed());
    if (!row.saysDns()) {
      assertThat(resolver.asked()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("rowsAboutRedirects")
  void allowsTheUrlWhoseAnswerTheTransportRefuses(Row row) {
    assertThat(isAllowed(row, row.resolver())).isTrue();
  }

  @Test
  void findsAllRows() {
    assertThat(rowsAboutRedirects()).hasSizeGreaterThanOrEqualTo(2 + 5);
    assertThat(rowsAboutUrls()).hasSizeGreaterThanOrEqualTo(175 + 60);
  }

  static Stream<Row> rowsAboutUrls() {
    return EndpointCorpus.rows().filter(row -> !row.redirects());
  }

  static Stream<Row> rowsAboutRedirects() {
    return EndpointCorpus.rows().filter(Row::redirects);
  }

  private static boolean isAllowed(Row row, FakeResolver resolver) {
    PublicEndpoints policy = row.policy(resolver);
    EndpointCheck check = policy.check(TENANT, row.url());
    assertThat(resolver.asked()).isEmpty();
    return check.endpoint() != null && leadsToTheFirstAnswer(policy, check.endpoint(), row);
  }

  private static boolean leadsToTheFirstAnswer(PublicEndpoints policy, Endpoint endpoint, Row row) {
    AddressCheck found = policy.resolve(TENANT, endpoint);
    if (found.outcome() == Outcome.ALLOWED && row.why().contains(" then ")) {
      assertThat(found.addresses()).isEqualTo(List.of(row.firstAnswer()));
    }
    return found.outcome() == Outcome.ALLOWED;
  }
}
