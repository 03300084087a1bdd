package io.calloutauth.example.benchmarks.subject;

import java.util.List;

/** What is measured, by name. */
public enum Subjects {
  /** One map look-up, one volatile read, one clock read. */
  FLOOR("floor", List.of()),
  /** This library, over the store that lives in memory; its tokens may go to one origin. */
  CALLOUT_AUTH(
      "Callout Auth",
      List.of("io.calloutauth:callout-auth-core", "io.calloutauth:callout-auth-store-memory")),
  /** The same with tokens that may go anywhere by https: no peer looks where a callout goes. */
  CALLOUT_AUTH_ANYWHERE("Callout Auth, any target", List.of()),
  /** The same as the first without history: what history costs a callout is the difference. */
  CALLOUT_AUTH_WITHOUT_HISTORY("Callout Auth, no history", List.of()),
  /** {@code AuthorizedClientServiceOAuth2AuthorizedClientManager}. */
  SPRING(
      "Spring Security",
      List.of(
          "org.springframework.security:spring-security-oauth2-client",
          "tools.jackson.core:jackson-databind")),
  /** {@code OAuth2Credentials}. */
  GOOGLE("google-auth-library", List.of("com.google.auth:google-auth-library-oauth2-http")),
  /** {@code CachedSupplier}. */
  AWS("AWS CachedSupplier", List.of("software.amazon.awssdk:utils")),
  /** {@code CachedTokenSource}. */
  DATABRICKS("Databricks SDK", List.of("com.databricks:databricks-sdk-java")),
  /** One bare {@code CompletableFuture} that all callers wait for. */
  BARE_FUTURE("bare CompletableFuture", List.of());

  private final String title;
  private final List<String> artifacts;

  Subjects(String title, List<String> artifacts) {
    this.title = title;
    this.artifacts = artifacts;
  }

  /** Returns the libraries that a host would take, this one first. */
  public static List<Subjects> libraries() {
    return List.of(CALLOUT_AUTH, SPRING, GOOGLE, AWS, DATABRICKS);
  }

  /** Returns its name for people. */
  public String title() {
    return title;
  }

  /** Returns the artifacts that a host would depend on, as group and name. */
  public List<String> artifacts() {
    return artifacts;
  }

  /** Sets it up; it has no token yet. Loads no class of the others. */
  public Subject open(Setting setting) {
    return switch (this) {
      case FLOOR -> new Floor(setting);
      case CALLOUT_AUTH -> new CalloutAuthSubject(setting);
      case CALLOUT_AUTH_ANYWHERE -> CalloutAuthSubject.anywhere(setting);
      case CALLOUT_AUTH_WITHOUT_HISTORY -> CalloutAuthSubject.withoutHistory(setting);
      case SPRING -> new SpringSubject(setting);
      case GOOGLE -> new GoogleSubject(setting);
      case AWS -> new AwsSubject(setting);
      case DATABRICKS -> new DatabricksSubject(setting);
      case BARE_FUTURE -> new BareFuture(setting);
    };
  }
}
