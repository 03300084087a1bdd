package io.calloutauth.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.store.Store;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What a host is told whose beans ask for what is not there. */
class MissingBeanFailureAnalyzerTest {

  private final ApplicationContextRunner host =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(CalloutAuthAutoConfiguration.class));

  private static void told(ApplicationContextRunner host, Class<?> missing, String... words) {
    host.run(
        context -> {
          FailureAnalysis told =
              Objects.requireNonNull(
                  new MissingBeanFailureAnalyzer(
                          context.getSourceApplicationContext().getBeanFactory())
                      .analyze(new NoSuchBeanDefinitionException(missing)));
          assertThat(told.getDescription() + told.getAction()).contains(words);
        });
  }

  @Test
  void aHostWithoutAStoreIsToldWhatMakesOne() {
    told(host, CalloutAuth.class, "no CalloutAuth", "no Store", "@Primary", "MemoryStore.create()");
  }

  @Test
  void aHostWithSeveralStoresIsToldToChoose() {
    told(
        host.withBean("one", Store.class, MemoryStore::create)
            .withBean("two", Store.class, MemoryStore::create),
        CalloutAuth.class,
        "several Store beans");
  }

  @Test
  void aHostWithManyTenantsIsToldWhatToInject() {
    ApplicationContextRunner one = host.withBean(Store.class, MemoryStore::create);

    told(
        one.withPropertyValues("callout-auth.multi-tenant=true"),
        CalloutAuth.class,
        "Inject CalloutAuthTenants");
    told(one, CalloutAuthTenants.class, "Inject CalloutAuth,");
  }

  @Test
  void othersBeansAreNoneOfItsBusiness() {
    host.run(
        context ->
            assertThat(
                    new MissingBeanFailureAnalyzer(
                            context.getSourceApplicationContext().getBeanFactory())
                        .analyze(new NoSuchBeanDefinitionException(String.class)))
                .isNull());
  }
}
