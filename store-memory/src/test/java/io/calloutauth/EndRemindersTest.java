package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.client.HttpTokenClient;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.StoreException;
import io.calloutauth.testkit.BreakableStore;
import io.calloutauth.testkit.CertificateServer;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.Intruder;
import io.calloutauth.testkit.LogCapture;
import io.calloutauth.testkit.MadeCertificate;
import io.calloutauth.testkit.MadeCertificate.Maker;
import io.calloutauth.testkit.SwitchedStore;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Client certificates and client secrets that end: told before, once for all nodes. */
class EndRemindersTest extends NodeTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Set<EventType> ENDS =
      Set.of(EventType.CERTIFICATE_ENDS, EventType.SECRET_ENDS);

  private Node other;
  private Instant start;

  @BeforeEach
  void startAnother() {
    other = node.another();
    start = node.time.instant();
  }

  @AfterEach
  void stopTheOther() {
    other.close();
  }

  @Override
  public UnaryOperator<CalloutAuthBuilder> settings() {
    PublicEndpoints policy = PublicEndpoints.builder().allowLoopbackHttp().build();
    return builder ->
        builder.client(HttpTokenClient.builder(policy).trust(CertificateServer.trust()).build());
  }

  /** Lets days pass by the wall clock, and lets each node look. */
  private void look(Duration days, int nodes) {
    node.time.setWall(days);
    node.time.pass(HOUR);
    Eventually.holds(
        () -> {
          node.time.pass(PAUSE);
          return node.time.tasksAfter(HOUR) == nodes && node.time.tasksAfter(PAUSE) == 0;
        });
  }

  private static Duration days(double days) {
    return Duration.ofMinutes(Math.round(days * 24 * 60));
  }

  private List<String> told() {
    return Stream.of(node, other)
        .flatMap(each -> each.events.stream())
        .filter(event -> ENDS.contains(event.type()))
        .map(event -> event.type() + " " + event.providerName().orElse("") + " " + event.detail())
        .sorted()
        .toList();
  }

  /** Waits for an event that comes after all that were queued before. */
  private List<String> toldInTheEnd(int many) {
    Eventually.holds(() -> told().size() >= many);
    return told();
  }

  private Provider ending(String name, Duration after) {
    return providers()
        .create(node.settings(name).clientSecretExpiresAt(start.plus(after).toString()).build());
  }

  private ProviderSettings.Builder showing(String name, Instant end) {
    MadeCertificate certificate = new Maker("CN=" + name).valid(start.minus(days(1)), end).make();
    return node.settings(name)
        .clientSecret(null)
        .tokenEndpoint("https://127.0.0.1:8443/token")
        .revocationEndpoint(null)
        .clientAuthentication(ClientAuthentication.SELF_SIGNED_TLS_CLIENT_AUTH)
        .clientCertificate(certificate.typed(), null);
  }

  /** As a standby does: nothing can be claimed, and nothing swept. */
  @Test
  void areCountedWhereTheDatabaseOnlyReads() {
    BreakableStore store = new BreakableStore(node.store);
    store.breaks(
        "sweep", new StoreException(StoreException.Reason.READ_ONLY, "only reads", true, null));
    ending("CRM", days(20));
    try (Node reading = Node.over(store, node.cipher, node.time, server, settings())) {
      look(days(0.1), 3);

      assertThat(reading.auth.health().credentialsEnding()).isOne();
    }
  }

  @Test
  void anEndIsTold30And7And1DaysBeforeByOneNodeOfAll() {
    Provider crm = ending("CRM", days(40));
    ending("later", days(400));
    String told = "SECRET_ENDS CRM " + start.plus(days(40));

    look(days(5), 2);
    assertThat(node.auth.health().credentialsEnding()).isZero();
    for (int many = 1; many <= 3; many++) {
      look(days(List.of(6.0, 22.0, 6.0).get(many - 1)), 2);
      assertThat(toldInTheEnd(many)).hasSize(many).containsOnly(told);
      look(days(0.01), 2);
    }
    look(days(1), 2);

    assertThat(told()).hasSize(3);
    for (Node each : List.of(node, other)) {
      assertThat(each.auth.health().credentialsEnding()).isOne();
      assertThat(each.auth.health().toMap()).containsEntry("credentials_ending", 1);
      assertThat(each.tenants.health().credentialsEnding()).isOne();
      assertThat(each.tenants.tenant("globex").health().credentialsEnding()).isZero();
    }
    providers().disable(crm.id());
    look(HOUR, 2);
    assertThat(node.auth.health().credentialsEnding()).isZero();
  }

  /** What somebody wrote over in the database, say. */
  @Test
  void aRowThatCannotBeReadHoldsUpNoOther() {
    Provider broken = ending("a row before", days(20));
    ending("CRM", days(20));
    new Intruder(node.store).writes(broken, Map.of("client_secret_expires_at", "soon"));

    look(HOUR, 2);

    assertThat(toldInTheEnd(1)).containsExactly("SECRET_ENDS CRM " + start.plus(days(20)));
    assertThat(node.auth.health().credentialsEnding()).isOne();
  }

  @Test
  void onlyTheNearestIsToldAfterDaysInWhichNoNodeRan() {
    ending("CRM", days(35));
    look(days(29.5), 2);
    assertThat(toldInTheEnd(1)).hasSize(1);

    look(days(6), 2);
    look(days(1), 2);

    assertThat(toldInTheEnd(2)).hasSize(2);
  }

  @Test
  void whatEndedLongAgoIsNotTold() {
    ending("CRM", days(1));

    look(days(32), 2);

    assertThat(node.auth.health().credentialsEnding()).isOne();
    assertThat(told()).isEmpty();
  }

  @Test
  void anotherSecretOrAnotherEndIsToldOfAnew() {
    Provider crm = ending("CRM", days(20));
    look(HOUR, 2);
    assertThat(toldInTheEnd(1)).hasSize(1);

    node.edit(crm.id(), draft -> draft.name("renamed"));
    look(HOUR, 2);
    assertThat(told()).hasSize(1);
    node.edit(crm.id(), draft -> draft.clientSecret("another"));
    look(HOUR, 2);
    assertThat(toldInTheEnd(2)).hasSize(2);
    String end = start.plus(days(21)).toString();
    node.edit(crm.id(), draft -> draft.clientSecretExpiresAt(end));
    look(HOUR, 2);

    assertThat(toldInTheEnd(3)).hasSize(3).contains("SECRET_ENDS renamed " + end);
    assertThat(node.auth.health().credentialsEnding()).isOne();
  }

  @Test
  void aCertificateIsToldAndItsSuccessorAnew() {
    Instant end = start.plus(days(5));
    Provider crm = providers().create(showing("CRM", end).build());

    try (LogCapture log = LogCapture.start()) {
      look(HOUR, 2);
      assertThat(toldInTheEnd(1)).containsExactly("CERTIFICATE_ENDS CRM " + end);
      assertThat(log.lines())
          .filteredOn(line -> line.contains("the end of its client certificate is " + end))
          .hasSize(1);
    }
    look(HOUR, 2);
    assertThat(told()).hasSize(1);
    MadeCertificate next = new Maker("CN=next").valid(start.minus(days(1)), end).make();
    node.edit(crm.id(), draft -> draft.clientCertificate(next.typed(), null));
    look(HOUR, 2);

    assertThat(toldInTheEnd(2)).hasSize(2);
  }

  /** The certificate is the same, and its authority has another. */
  @Test
  void anotherEndOfTheSameCertificateIsToldAnew() {
    KeyPair pair = MadeCertificate.keyPair("EC", 256);
    Instant end = start.plus(days(5));
    MadeCertificate own = issued(pair, end);
    String renewed = own.pem() + authority(pair, end.plus(days(20))).pem() + own.keyPem();
    Provider crm =
        providers()
            .create(
                showing("CRM", end)
                    .clientAuthentication(ClientAuthentication.TLS_CLIENT_AUTH)
                    .clientCertificate(own.typed(), null)
                    .build());
    look(HOUR, 2);
    assertThat(toldInTheEnd(1)).containsExactly("CERTIFICATE_ENDS CRM " + end);

    node.edit(crm.id(), draft -> draft.clientCertificate(renewed, null));
    look(days(19), 2);

    assertThat(toldInTheEnd(2)).contains("CERTIFICATE_ENDS CRM " + end.plus(days(20)));
  }

  private MadeCertificate authority(KeyPair pair, Instant end) {
    return new Maker("CN=authority").pair(pair).authority().valid(start.minus(days(1)), end).make();
  }

  private MadeCertificate issued(KeyPair pair, Instant end) {
    return new Maker("CN=CRM")
        .issuer(authority(pair, end))
        .valid(start.minus(days(1)), start.plus(days(400)))
        .make();
  }

  @Test
  void everyPageOfEveryTenantIsLookedAt() {
    for (String tenant : List.of("acme", "globex")) {
      for (int i = 0; i < 120; i++) {
        node.tenants
            .tenant(tenant)
            .providers()
            .create(
                node.settings("p" + i)
                    .clientSecretExpiresAt(start.plus(days(3)).toString())
                    .build());
      }
    }

    look(HOUR, 2);

    assertThat(toldInTheEnd(240)).hasSize(240);
    assertThat(other.tenants.health().credentialsEnding()).isEqualTo(240);
    assertThat(other.auth.health().credentialsEnding()).isEqualTo(120);
  }

  @Test
  void aStoreThatWasDownIsLookedAtAnHourLater() {
    ending("CRM", days(5));
    SwitchedStore store = new SwitchedStore(node.store);
    try (Node third = Node.over(store, node.cipher, node.time, server)) {
      store.down(true);
      look(HOUR, 3);
      assertThat(third.auth.health().credentialsEnding()).isZero();
      store.down(false);
      look(HOUR, 3);
      assertThat(third.auth.health().credentialsEnding()).isOne();
    }
    assertThat(node.time.tasksAfter(HOUR)).as("a closed node looks no more").isEqualTo(2);
  }
}
