package io.calloutauth.example.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.CalloutAuth;
import io.calloutauth.provider.Provider;
import io.calloutauth.seal.NewKey;
import io.calloutauth.testing.FakeAuthorizationServer;
import io.calloutauth.testing.FakeReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

/** The application with its own properties, but for where its servers are. */
class InvoicesTest {

  private static final Path GLUE =
      Path.of("src/main/java/io/calloutauth/example/boot/InvoicePosted.java");

  @TempDir Path folder;

  @Test
  void aPostedInvoiceCarriesATokenAndASecondOneAfterARefusal() throws Exception {
    try (FakeAuthorizationServer server = FakeAuthorizationServer.start();
        FakeReceiver partner = FakeReceiver.trusting(server);
        ConfigurableApplicationContext application = start()) {
      CalloutAuth auth = application.getBean(CalloutAuth.class);
      Provider crm = auth.providers().create(server.settings("CRM").build());
      auth.notifications().bind("invoice-posted", crm.id());
      auth.tokens().obtain(crm.id());
      server.endTokens(); // the partner refuses the one that the application holds

      application.getBean(InvoicePosted.class).send(partner.uri("/invoices"), "{}");

      assertThat(partner.received())
          .extracting(FakeReceiver.Received::token)
          .containsExactly(Optional.of("token-1"), Optional.of("token-2"));
      assertThat(health(application).getStatus()).isEqualTo(Status.UP);
    }
  }

  private static Health health(ConfigurableApplicationContext application) {
    HealthIndicator indicator =
        application.getBean("calloutAuthHealthIndicator", HealthIndicator.class);
    return Objects.requireNonNull(indicator.health());
  }

  private ConfigurableApplicationContext start() throws IOException {
    Path keys = folder.resolve("keys.json");
    NewKey.main("--out", keys.toString());
    return new SpringApplicationBuilder(Invoices.class)
        .web(WebApplicationType.NONE)
        .run(
            "--callout-auth.keys.location=" + keys,
            "--callout-auth.endpoints.only-hosts=127.0.0.1",
            "--callout-auth.endpoints.allow-loopback-http=true");
  }

  @Test
  void theGlueHasFifteenLinesAtMost() throws IOException {
    String glue = Files.readString(GLUE).split("// tag::glue\n", 2)[1];

    assertThat(glue.lines().filter(line -> !line.isBlank() && !line.startsWith("//")))
        .hasSizeLessThanOrEqualTo(15);
  }
}
