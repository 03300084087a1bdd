package io.calloutauth.spring.boot;

import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.store.Store;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Failure analyzer: has Spring Boot say why there is no {@link CalloutAuth} to inject. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingBeanFailureAnalyzer
    extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

  private final @Nullable ListableBeanFactory beans;

  MissingBeanFailureAnalyzer(BeanFactory beans) {
    this.beans = beans instanceof ListableBeanFactory listable ? listable : null;
  }

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable root, NoSuchBeanDefinitionException cause) {
    Class<?> type = cause.getBeanType();
    boolean isOurs = type == CalloutAuth.class || type == CalloutAuthTenants.class;
    if (beans == null
        || type == null
        || !isOurs
        || cause instanceof NoUniqueBeanDefinitionException) {
      return null;
    }
    String description = "There is no " + type.getSimpleName() + " bean: ";
    if (count(beans, CalloutAuthTenants.class) > 0) {
      return new FailureAnalysis(
          description + "callout-auth.multi-tenant is true.",
          "Inject CalloutAuthTenants and call tenant(\"…\"), or set callout-auth.multi-tenant to"
              + " false.",
          cause);
    }
    if (count(beans, CalloutAuth.class) > 0) {
      return new FailureAnalysis(
          description + "callout-auth.multi-tenant is not true.",
          "Inject CalloutAuth, or set callout-auth.multi-tenant to true.",
          cause);
    }
    return count(beans, Store.class) == 0
        ? new FailureAnalysis(
            description + "there is no Store bean to make it over.",
            "With store-jdbc have one data source, or mark one of several @Primary; with"
                + " store-memory define a Store bean that is MemoryStore.create().",
            cause)
        : new FailureAnalysis(
            description + "there are several Store beans, and none is primary.",
            "Mark one of them @Primary.",
            cause);
  }

  private static int count(ListableBeanFactory beans, Class<?> type) {
    return beans.getBeanNamesForType(type, true, false).length;
  }
}
