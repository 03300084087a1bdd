package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.ImportReport.Item;
import io.calloutauth.ImportReport.Outcome;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.SecretResolver;
import io.calloutauth.testkit.BreakableStore;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Export and import of one tenant; the target is another tenant of the same node. */
class TransferTest extends NodeTest {

  private static final SecretResolver VAULT =
      name ->
          Optional.of(name)
              .filter(known -> known.endsWith("/client_secret") || known.endsWith("/tier"))
              .map(known -> Secret.of("v4ult " + known));

  private CalloutAuth target() {
    return node.tenants.tenant("target");
  }

  private String export() throws IOException {
    StringBuilder text = new StringBuilder();
    node.auth.transfer().export(text);
    return text.toString();
  }

  private ImportReport plan(String text) throws IOException {
    return plan(text, VAULT).report();
  }

  private Transfer.Plan plan(String text, SecretResolver secrets) throws IOException {
    return target().transfer().plan(new StringReader(text), secrets);
  }

  private ImportReport apply(String text) throws IOException {
    return target().transfer().apply(plan(text, VAULT));
  }

  private void fill() {
    Provider crm =
        providers().create(node.settings("CRM").requests(r -> r.parameter("tier", "g0ld")).build());
    Provider erp =
        providers()
            .create(
                node.settings("ERP")
                    .clientSecret(null)
                    .issuer(server.url("/issuer"))
                    .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
                    .assertion(a -> a.algorithm(SigningAlgorithm.ES256)) // made in no time
                    .build());
    Provider off = created("Off");
    providers().disable(off.id());
    node.auth.notifications().bind("invoice-posted", crm.id());
    node.auth.notifications().bind("order-paid", erp.id());
    Provider gone = created("Gone");
    node.auth.notifications().bind("detached", gone.id());
    providers().deleteAndDetach(gone.id());
  }

  private static List<Outcome> outcomes(ImportReport report) {
    return report.items().stream().map(Item::outcome).toList();
  }

  @Test
  void anExportHasEverythingButSecretsAndWhatIsDetached() throws IOException {
    fill();

    String text = export();

    assertThat(text.lines()).hasSize(7);
    assertThat(text)
        .startsWith("{\"format\":1,\"kind\":\"callout-auth-export\"}\n")
        .contains("{\"notification\":\"invoice-posted\",\"provider\":\"CRM\"}\n")
        .contains("\"disabled\":true}\n")
        .endsWith("{\"end\":true,\"providers\":3,\"bindings\":2}\n")
        .doesNotContain("s3cret", "g0ld", "eyJ", "detached", "BEGIN");
  }

  @Test
  void aPlanChangesNothingAndAnImportDoesWhatItSaysOnce() throws IOException {
    fill();
    String text = export();

    ImportReport planned = plan(text);
    assertThat(outcomes(planned))
        .containsExactly(
            Outcome.CREATED, Outcome.CREATED, Outcome.CREATED, Outcome.BOUND, Outcome.BOUND);
    assertThat(planned.items()).extracting(Item::newKey).startsWith(false, true, false);
    assertThat(target().providers().list(10).items()).isEmpty();

    assertThat(outcomes(apply(text))).isEqualTo(outcomes(planned));
    List<Provider> made = made();
    assertThat(made).extracting(Provider::name).containsExactly("CRM", "ERP", "Off");
    assertThat(made).extracting(Provider::disabled).containsExactly(false, false, true);
    assertThat(target().notifications().find("order-paid").orElseThrow().providerId())
        .contains(made.get(1).id());
    target().tokens().obtain(made.get(0).id());
    assertThat(server.arrivedAt("/token").toList().get(0).body())
        .contains("tier=v4ult+CRM%2Fparameters%2Ftier");

    assertThat(apply(text).counts()).isEqualTo(Map.of(Outcome.UNCHANGED, 5L));
    assertThat(made()).extracting(Provider::version).containsExactlyElementsOf(versions(made));
  }

  private List<Provider> made() {
    return target().providers().list(10).items().stream().map(ProviderSummary::provider).toList();
  }

  private static List<Long> versions(List<Provider> providers) {
    return providers.stream().map(Provider::version).toList();
  }

  @Test
  void missingSecretsAreNamedAndTheRestIsTaken() throws IOException {
    fill();
    String text = export();

    Transfer.Plan plan = plan(text, SecretResolver.NONE);
    ImportReport report = target().transfer().apply(plan);

    assertThat(report.items().get(0).missingSecrets())
        .containsExactly(ProviderField.CLIENT_SECRET, ProviderField.PARAMETERS);
    assertThat(report.items().get(3))
        .returns(Outcome.REFUSED, Item::outcome)
        .satisfies(item -> assertThat(item.problems().get(0).code()).isEqualTo("unknown_provider"));
    assertThat(report.counts())
        .isEqualTo(Map.of(Outcome.REFUSED, 3L, Outcome.CREATED, 1L, Outcome.BOUND, 1L));
    assertThat(report.refused()).hasSize(3);
    assertThat(report.toMap().toString()).contains("missing_secrets=[client_secret, parameters]");
    assertThat(plan.toString()).isEqualTo("Plan[" + plan.report().counts() + "]");
  }

  /** Whoever writes a document must not have the secret that is kept sent elsewhere. */
  @Test
  void aKeptSecretGoesNowhereElse() throws IOException {
    fill();
    apply(export());
    String elsewhere = export().replace(server.url("/token"), server.url("/other"));

    ImportReport report = apply(elsewhere);

    assertThat(report.items().get(0))
        .returns(Outcome.REFUSED, Item::outcome)
        .returns(
            List.of(ProviderField.CLIENT_SECRET, ProviderField.PARAMETERS), Item::missingSecrets);
    String typed =
        elsewhere.replace(
            "\"client_secret\":{\"set\":true}", "\"client_secret\":{\"ref\":\"x/client_secret\"}");
    Item off = apply(typed).items().get(2);
    assertThat(off)
        .returns(Outcome.UPDATED, Item::outcome)
        .returns(List.of(ProviderField.TOKEN_ENDPOINT), Item::widened);
  }

  @Test
  void anUpdateNamesTheFieldsAndAReferenceToTheSameSecretIsNone() throws IOException {
    created("CRM");
    apply(export());
    String same =
        export()
            .replace(
                "\"client_secret\":{\"set\":true}",
                "\"client_secret\":{\"ref\":\"CRM/client_secret\"}");

    assertThat(outcomes(plan(same))).containsExactly(Outcome.UNCHANGED);
    String typed = same.replace("{\"ref\":\"CRM/client_secret\"}", "\"v4ult CRM/client_secret\"");
    assertThat(outcomes(plan(typed))).containsExactly(Outcome.UPDATED);
    assertThat(plan(same.replace("orders.write", "more")).items().get(0))
        .returns(Outcome.UPDATED, Item::outcome)
        .satisfies(item -> assertThat(item.changed()).contains(ProviderField.SCOPE));
  }

  @Test
  void whatSomebodyElseChangedIsToldAndNotOverwritten() throws IOException {
    fill();
    String text = export();
    apply(text);
    Transfer.Plan plan = plan(text.replace("orders.write", "more"), VAULT);
    List<Provider> made = made();
    CalloutAuth target = target();
    target
        .providers()
        .update(
            made.get(0).id(),
            made.get(0).version(),
            made.get(0).toSettings().toBuilder().scope("theirs").build());
    target.providers().delete(made.get(2).id());
    Transfer.Plan binding =
        plan(text.replace("\"provider\":\"ERP\"}", "\"provider\":\"CRM\"}"), VAULT);
    target.notifications().unbind("order-paid");

    ImportReport report = target.transfer().apply(plan);

    assertThat(outcomes(report))
        .startsWith(Outcome.CHANGED_MEANWHILE, Outcome.UPDATED, Outcome.CHANGED_MEANWHILE);
    assertThat(target.providers().find(made.get(0).id()).orElseThrow().scope())
        .hasToString("theirs");
    assertThat(target.transfer().apply(binding).items().get(4))
        .returns(Outcome.CHANGED_MEANWHILE, Item::outcome)
        .returns(made.get(1).id(), Item::boundBefore);
    assertThat(target.notifications().find("order-paid")).isEmpty();
  }

  /** Versions begin anew with a provider. */
  @Test
  void aProviderThatWasMadeAnewMeanwhileIsAnother() throws IOException {
    created("CRM");
    apply(export());
    Transfer.Plan plan = plan(export().replace("orders.write", "more"), VAULT);
    Provider before = made().get(0);
    target().providers().delete(before.id());
    Provider anew = target().providers().create(node.settings("CRM").scope("theirs").build());
    assertThat(anew.version()).isEqualTo(before.version());

    assertThat(outcomes(target().transfer().apply(plan)))
        .containsExactly(Outcome.CHANGED_MEANWHILE);
    assertThat(made().get(0).scope()).hasToString("theirs");
  }

  @Test
  void bindsNothingToAProviderThatWasMadeAnewMeanwhile() throws IOException {
    created("CRM");
    apply(export());
    node.auth.notifications().bind("n", providers().findByName("CRM").orElseThrow().id());
    Transfer.Plan plan = plan(export(), VAULT);
    target().providers().delete(made().get(0).id());
    target().providers().create(node.settings("CRM").scope("theirs").build());

    ImportReport report = target().transfer().apply(plan);

    assertThat(outcomes(report))
        .containsExactly(Outcome.CHANGED_MEANWHILE, Outcome.CHANGED_MEANWHILE);
    assertThat(target().notifications().find("n")).isEmpty();
  }

  @Test
  void bindsNothingToWhoTookTheNameOfAProviderThatTheImportWasToMake() throws IOException {
    created("CRM");
    node.auth.notifications().bind("n", providers().findByName("CRM").orElseThrow().id());
    Transfer.Plan plan = plan(export(), VAULT);
    target().providers().create(node.settings("crm").scope("theirs").build());

    assertThat(outcomes(target().transfer().apply(plan)))
        .containsExactly(Outcome.CHANGED_MEANWHILE, Outcome.CHANGED_MEANWHILE);
    assertThat(target().notifications().find("n")).isEmpty();
  }

  /** It would be enabled for a moment, and for ever where the second step fails. */
  @Test
  void makesADisabledProviderInOneStep() throws IOException {
    fill();
    String text = export();
    BreakableStore store = new BreakableStore(MemoryStore.create(node.time.wallClock()));
    Node broken = Node.over(store, node.time, server);
    try {
      Transfer transfer = broken.auth.transfer();
      Transfer.Plan plan = transfer.plan(new StringReader(text), VAULT);
      store.breaks("update");

      assertThat(transfer.apply(plan).refused()).isEmpty();

      assertThat(broken.auth.providers().findByName("Off").orElseThrow())
          .returns(true, Provider::disabled);
    } finally {
      broken.close();
    }
  }

  @Test
  void anEndThatCountsOtherwiseIsTold() throws IOException {
    fill();
    String text = export();
    String binding = text.lines().toList().get(4);
    String provider = text.lines().toList().get(3);

    for (String cut : List.of(binding, provider)) {
      assertThat(last(plan(text.replace(cut + "\n", ""))))
          .returns(Outcome.REFUSED, Item::outcome)
          .returns(6L, Item::line)
          .returns("wrong_counts", TransferTest::code);
    }
    assertThat(code(last(plan(text.replace("\"providers\":3", "\"providers\":\"many\"")))))
        .isEqualTo("wrong_counts");
    assertThat(plan(text).refused()).isEmpty();
  }

  private static Item last(ImportReport report) {
    return report.items().get(report.items().size() - 1);
  }

  @Test
  void aNameThatIsTakenMeanwhileIsNotOverwritten() throws IOException {
    created("CRM");
    Transfer.Plan plan = plan(export(), VAULT);
    target().providers().create(node.settings("crm").scope("theirs").build());

    assertThat(outcomes(target().transfer().apply(plan)))
        .containsExactly(Outcome.CHANGED_MEANWHILE);
  }

  @Test
  void badLinesAreRefusedByThemselves() throws IOException {
    created("CRM");
    String[] lines = export().split("\n", -1);
    String text =
        String.join(
            "\n",
            lines[0],
            "{\"provider\":{\"name\":\"Bad\",\"token_url\":1}}",
            "no json",
            "{\"x\":1}",
            "{\"provider\":{\"name\":\"" + "x".repeat(300_000) + "\"}}",
            lines[1],
            lines[1],
            "{\"notification\":\"a b\\u0000\",\"provider\":\"CRM\"}",
            "{\"notification\":\"n\",\"provider\":\"nowhere\"}",
            lines[2],
            "behind the end");

    ImportReport report = apply(text);

    assertThat(report.items().stream().map(item -> item.line() + " " + code(item)))
        .containsExactly(
            "2 missing",
            "3 not_json",
            "4 unknown_line",
            "5 too_long",
            "6 CREATED",
            "7 duplicate",
            "8 bad_notification",
            "9 unknown_provider",
            "10 wrong_counts");
  }

  private static String code(Item item) {
    return item.problems().isEmpty() ? item.outcome().name() : item.problems().get(0).code();
  }

  @Test
  void halfAFileAndAnotherFormatAreTold() throws IOException {
    created("CRM");
    String text = export();

    assertThat(plan("\ufeff" + text.replace("\n", "\r\n\r\n")).items())
        .extracting(TransferTest::code)
        .containsExactly("CREATED");
    assertThat(plan("a page that says 404\n" + text).items())
        .extracting(TransferTest::code)
        .containsExactly("not_json");

    assertThat(code(plan(text.substring(0, text.indexOf("{\"end\""))).items().get(1)))
        .isEqualTo("ends_early");
    assertThat(plan(text.replace("{\"format\":1,\"kind\"", "{\"format\":2,\"kind\"")).items())
        .extracting(TransferTest::code)
        .containsExactly("wrong_format");
  }

  @Test
  void aVetoRefusesItsLineAndAnExceptionAfterwardsReachesTheCaller() throws IOException {
    fill();
    String text = export();
    List<String> heard = new ArrayList<>();
    CalloutAuthListener guard =
        new CalloutAuthListener() {
          @Override
          public void beforeChange(CalloutAuthEvent event) {
            if (event.type() == EventType.BINDING_MADE) {
              throw new IllegalStateException("not today");
            }
          }

          @Override
          public void onEvent(CalloutAuthEvent event) {
            heard.add(event.type() + " by " + event.actor().orElse(""));
            if (heard.size() > 6) {
              throw new IllegalStateException("roll back");
            }
          }
        };
    Node guarded = Node.over(node.store, node.cipher, node.time, server, b -> b.listener(guard));
    try {
      CalloutAuth target = guarded.tenants.tenant("guarded").as("alice");

      ImportReport report =
          target.transfer().apply(target.transfer().plan(new StringReader(text), VAULT));

      assertThat(report.counts()).isEqualTo(Map.of(Outcome.CREATED, 3L, Outcome.VETOED, 2L));
      assertThat(heard).contains("PROVIDER_CREATED by alice", "SECRET_SET by alice");
      String more = text.replace("orders.write", "more");
      Transfer.Plan plan = target.transfer().plan(new StringReader(more), VAULT);
      assertThatThrownBy(() -> target.transfer().apply(plan)).hasMessage("roll back");
    } finally {
      guarded.close();
    }
  }

  /** It may hold secrets that were resolved for the tenant that it was made for. */
  @Test
  void aPlanIsOfTheTenantThatItWasMadeFor() throws IOException {
    fill();
    Transfer.Plan plan = plan(export(), VAULT);
    CalloutAuth other = node.tenants.tenant("other");

    assertThatThrownBy(() -> other.transfer().apply(plan))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another tenant");
    assertThat(other.providers().list(10).items()).isEmpty();
    assertThat(target().as("bob").transfer().apply(plan).refused()).isEmpty();
  }

  @Test
  void aBindingMayStandBeforeAProviderThatIsHere() throws IOException {
    fill();
    String text = export();
    apply(text);
    String[] lines = text.split("\n", -1);

    String end = "{\"end\":true,\"providers\":1,\"bindings\":1}";

    assertThat(outcomes(plan(String.join("\n", lines[0], lines[4], lines[1], end))))
        .containsExactly(Outcome.UNCHANGED, Outcome.UNCHANGED);
  }

  @Test
  void anExportHasAProviderOnceThatIsRenamedMeanwhile() throws IOException {
    Provider first = created("a");
    for (int i = 0; i < 500; i++) { // more than a page
      created("p" + i);
    }
    RenamingOutput out = new RenamingOutput(() -> node.edit(first.id(), d -> d.name("z")));

    Transfer.Exported exported = node.auth.transfer().export(out);

    assertThat(out.text.toString().lines().filter(line -> line.contains("token_endpoint")))
        .hasSize(501)
        .hasSize((int) exported.providers());
  }

  @Test
  void hasNoLimitOfCommands() throws IOException {
    StringBuilder text = new StringBuilder("{\"format\":1,\"kind\":\"callout-auth-export\"}\n");
    for (int i = 0; i < 700; i++) {
      text.append(
              "{\"provider\":{\"name\":\"p%d\",\"client_id\":\"c\",\"client_secret\":\"s\","
                  .formatted(i))
          .append(
              "\"token_endpoint\":\"%s\",\"origins\":[\"*\"]},\"disabled\":true}\n"
                  .formatted(server.url("/token")));
    }

    ImportReport report = apply(text.append("{\"end\":true}\n").toString());

    assertThat(report.counts()).isEqualTo(Map.of(Outcome.CREATED, 700L));
    assertThat(server.exchanges()).isZero();
  }

  /** Does something once, when the first provider is written. */
  private static final class RenamingOutput extends StringWriter {

    private final StringBuffer text = getBuffer();
    private final Runnable once;
    private boolean done;

    RenamingOutput(Runnable once) {
      this.once = once;
    }

    @Override
    public StringWriter append(CharSequence part) {
      super.append(part);
      if (!done && text.indexOf("token_endpoint") > 0) {
        done = true;
        once.run();
      }
      return this;
    }
  }
}
