package io.calloutauth.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthBuilder;
import io.calloutauth.CalloutAuthClosedException;
import io.calloutauth.CalloutAuthListener;
import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.micrometer.ContextAuthenticator;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.Store;
import io.calloutauth.testkit.StandInPolicy;
import io.calloutauth.testkit.TokenServer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.Bean;

/** What the auto-configuration makes over a store, and what it leaves to the host. */
class CalloutAuthAutoConfigurationTest {

  private static final URI TARGET = URI.create("https://api.example.com/orders");

  @Test
  void springBootFindsEachAutoConfiguration() {
    List<String> written =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.calloutauth.spring.boot")
                .stream()
                .filter(type -> type.isAnnotatedWith(AutoConfiguration.class))
                .map(JavaClass::getName)
                .toList();

    assertThat(BootHost.listed())
        .extracting(Class::getName)
        .containsExactlyInAnyOrderElementsOf(written)
        .contains(CalloutAuthAutoConfiguration.class.getName());
  }

  @Test
  void aStoreIsAllThatACalloutTakes() throws Exception {
    try (TokenServer server = new TokenServer()) {
      BootHost.inMemory()
          .withPropertyValues("callout-auth.endpoints.allow-loopback-http=true")
          .run(
              context -> {
                CalloutAuth auth = context.getBean(CalloutAuth.class);
                Provider crm = auth.providers().create(settings(server).build());
                auth.notifications().bind("invoice-posted", crm.id());
                Map<String, String> headers = new HashMap<>();

                context
                    .getBean(CalloutAuthenticator.class)
                    .authenticate("invoice-posted", "POST", TARGET)
                    .applyTo(headers::put);

                assertThat(headers).containsEntry("Authorization", "Bearer token-1");
              });
    }
  }

  private static ProviderSettings.Builder settings(TokenServer server) {
    return ProviderSettings.clientCredentials()
        .name("CRM")
        .tokenEndpoint(server.url("/token"))
        .clientId("billing")
        .clientSecret("s3cret")
        .origin("https://api.example.com");
  }

  @Test
  void withoutAStoreThereIsNothing() {
    BootHost.withoutStore()
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(CalloutAuth.class)
                    .doesNotHaveBean(CalloutAuthBuilder.class)
                    .doesNotHaveBean(EndpointPolicy.class)
                    .doesNotHaveBean(CalloutAuthenticator.class)
                    .doesNotHaveBean("calloutAuthHealthIndicator"));
  }

  @Test
  void aHostWithManyTenantsSaysSo() {
    BootHost.inMemory()
        .withPropertyValues("callout-auth.multi-tenant=true")
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(CalloutAuthTenants.class)
                    .doesNotHaveBean(CalloutAuth.class)
                    .doesNotHaveBean(CalloutAuthenticator.class)
                    .hasSingleBean(CalloutRestClients.class));
  }

  @Test
  void theHostsOwnIsTheOnlyOne() {
    try (CalloutAuth own = CalloutAuth.builder(MemoryStore.create()).build()) {
      BootHost.inMemory()
          .withBean("own", CalloutAuth.class, () -> own)
          .withClassLoader(new FilteredClassLoader("io.micrometer.context"))
          .run(
              context -> {
                assertThat(context).hasSingleBean(CalloutAuth.class);
                assertThat(context.getBean(CalloutAuth.class)).isSameAs(own);
                assertThat(context.getBean(CalloutAuthenticator.class)).isSameAs(own.callouts());
              });
    }
  }

  @Test
  void calloutsPropagateTheContextWhereThatIsThere() {
    BootHost.inMemory()
        .run(
            context ->
                assertThat(context.getBean(CalloutAuthenticator.class))
                    .isInstanceOf(ContextAuthenticator.class));
  }

  @Test
  void theHostsOwnForTenantsKeepsTheOtherAwayToo() {
    try (CalloutAuthTenants own = CalloutAuth.builder(MemoryStore.create()).buildForTenants()) {
      BootHost.inMemory()
          .withBean("own", CalloutAuthTenants.class, () -> own)
          .run(
              context ->
                  assertThat(context)
                      .hasSingleBean(CalloutAuthTenants.class)
                      .doesNotHaveBean(CalloutAuth.class));
    }
  }

  @Test
  void oneOfTheTenantsMayBeABeanToo() {
    BootHost.inMemory()
        .withPropertyValues("callout-auth.multi-tenant=true")
        .withUserConfiguration(OneTenant.class)
        .run(
            context -> {
              assertThat(context).hasSingleBean(CalloutAuthTenants.class);
              assertThat(context).hasSingleBean(CalloutAuth.class);
            });
  }

  /** A host with many tenants that makes a bean of one of them. */
  static final class OneTenant {

    @Bean(destroyMethod = "")
    CalloutAuth acme(CalloutAuthTenants tenants) {
      return tenants.tenant("acme");
    }
  }

  @Test
  void theHostsPolicyIsTheOneThatJudges() {
    EndpointPolicy own = PublicEndpoints.builder().allowCidr("10.20.0.0/16").build();

    BootHost.inMemory()
        .withBean("own", EndpointPolicy.class, () -> own)
        .withPropertyValues("callout-auth.endpoints.allow-loopback-http=true")
        .run(
            context -> {
              assertThat(context).hasSingleBean(EndpointPolicy.class);
              assertThat(context.getBean(CalloutAuth.class).health().relaxations())
                  .isEqualTo(own.relaxations());
            });
  }

  @Test
  void twoPoliciesEndTheStartAndNoneIsLeftOut() {
    BootHost.inMemory()
        .withBean("strict", EndpointPolicy.class, () -> PublicEndpoints.builder().build())
        .withBean("stricter", EndpointPolicy.class, () -> PublicEndpoints.builder().build())
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOf(NoUniqueBeanDefinitionException.class)
                    .hasMessageContaining("strict,stricter"));
  }

  @Test
  void twoStoresAreTheHostsToChooseFrom() {
    BootHost.inMemory()
        .withBean("other", Store.class, MemoryStore::create)
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CalloutAuth.class));
  }

  @Test
  void everyListenerBeanHears() throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (TokenServer server = new TokenServer()) {
      BootHost.inMemory()
          .withBean("first", CalloutAuthListener.class, () -> event -> heard.add("first"))
          .withBean("second", CalloutAuthListener.class, () -> event -> heard.add("second"))
          .withBean(
              EndpointPolicy.class,
              () -> new StandInPolicy("https://login.example.com", server.url("")))
          .run(
              context ->
                  context
                      .getBean(CalloutAuth.class)
                      .providers()
                      .create(
                          settings(server)
                              .tokenEndpoint("https://login.example.com/token")
                              .build()));
    }

    assertThat(heard).contains("first", "second");
  }

  @Test
  void customizersSetWhatNoPropertyDoesAndComeLast() {
    AtomicReference<CalloutAuthBuilder> customized = new AtomicReference<>();
    BootHost.durable()
        .withPropertyValues("callout-auth.keys.value=" + KeySets.text("from-property"))
        .withBean(
            CalloutAuthBuilderCustomizer.class,
            () ->
                builder -> {
                  builder.cipher(KeySets.keys("from-code"));
                  customized.set(builder);
                })
        .run(
            context -> {
              assertThat(context.getBean(CalloutAuth.class).health().keyIds())
                  .containsExactly("from-code");
              assertThat(customized.get()).isNotNull();
            });
  }

  @Test
  void itIsClosedWithTheApplicationAndBeforeWhatTheStoreNeeds() {
    AtomicReference<CalloutAuth> auth = new AtomicReference<>();
    AtomicReference<Throwable> whenThePoolClosed = new AtomicReference<>();
    BootHost.withoutStore()
        .withBean("pool", Pool.class, () -> new Pool(() -> whenThePoolClosed.set(use(auth.get()))))
        .withBean(
            "store",
            Store.class,
            MemoryStore::create,
            definition -> definition.setDependsOn("pool"))
        .run(context -> auth.set(context.getBean(CalloutAuth.class)));

    assertThat(whenThePoolClosed.get()).isInstanceOf(CalloutAuthClosedException.class);
  }

  private static Throwable use(@Nullable CalloutAuth auth) {
    CalloutAuth made = Objects.requireNonNull(auth);
    return catchThrowable(
        () -> made.callouts().authenticate("invoice-posted", "POST", TARGET, Duration.ZERO));
  }

  /** Tells when it is closed. */
  private record Pool(Runnable closed) implements AutoCloseable {
    @Override
    public void close() {
      closed.run();
    }
  }
}
