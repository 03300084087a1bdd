package io.calloutauth.spring.boot;

import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthBuilder;
import io.calloutauth.CalloutAuthListener;
import io.calloutauth.CalloutAuthListener.TokenRequestObserver;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.seal.SecretCipher;
import io.calloutauth.store.Store;
import java.util.Arrays;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;

/** Makes the builder that properties and the host's beans ask for. */
final class ConfiguredBuilder {

  private final CalloutAuthProperties properties;
  private final BeanFactory beans;

  ConfiguredBuilder(CalloutAuthProperties properties, BeanFactory beans) {
    this.properties = properties;
    this.beans = beans;
  }

  /**
   * Returns a builder over a store.
   *
   * @param keys what the properties name; a cipher bean comes before it
   * @throws CalloutAuthPropertyException when a value makes no sense, or keys are missing
   * @throws org.springframework.beans.factory.NoUniqueBeanDefinitionException when there are
   *     several endpoint policies or ciphers, and none is primary: neither is left out unsaid
   */
  CalloutAuthBuilder over(Store store, ConfiguredKeys keys) {
    CalloutAuthBuilder builder = CalloutAuth.builder(store);
    PropertyValues values = new PropertyValues(CalloutAuthProperties.PREFIX);
    values.apply("connect-timeout", properties.connectTimeout(), builder::connectTimeout);
    values.apply("request-timeout", properties.requestTimeout(), builder::requestTimeout);
    values.apply("max-wait", properties.maxWait(), builder::maxWait);
    values.apply("tokens-held", properties.tokensHeld(), builder::tokensHeld);
    values.apply(
        "providers-per-tenant", properties.providersPerTenant(), builder::providersPerTenant);
    values.apply("history.retention", properties.history().retention(), builder::history);
    values.applyIf("history.enabled", !properties.history().enabled(), builder::withoutHistory);
    values.apply("ssl-bundle", properties.sslBundle(), bundle -> builder.trust(trust(bundle)));
    values.applyIf(
        "allow-token-disclosure", properties.allowTokenDisclosure(), builder::allowTokenDisclosure);
    SecretCipher cipher = cipher(store, keys);
    if (cipher != null) {
      builder.cipher(cipher);
    }
    beans.getBeanProvider(EndpointPolicy.class).ifAvailable(builder::endpointPolicy);
    beans.getBeanProvider(CalloutAuthListener.class).orderedStream().forEach(builder::listener);
    beans.getBeanProvider(TokenRequestObserver.class).ifAvailable(builder::tokenRequestObserver);
    beans
        .getBeanProvider(CalloutAuthBuilderCustomizer.class)
        .orderedStream()
        .forEach(customizer -> customizer.customize(builder));
    return builder;
  }

  /** Without keys the library makes one for a store in memory. */
  private @Nullable SecretCipher cipher(Store store, ConfiguredKeys keys) {
    SecretCipher own = beans.getBeanProvider(SecretCipher.class).getIfAvailable();
    SecretCipher cipher = own == null ? keys.find() : own;
    if (cipher == null && store.durable()) {
      throw new CalloutAuthPropertyException(
          KeyProperties.LOCATION,
          "the store is durable and needs sealing keys that outlive the process: name the file of"
              + " a JWK set here (io.calloutauth.seal.NewKey makes one), give the set in "
              + KeyProperties.VALUE
              + ", or define a SecretCipher bean");
    }
    return cipher;
  }

  private X509TrustManager trust(String bundle) {
    SslBundles bundles = beans.getBeanProvider(SslBundles.class).getIfAvailable();
    if (bundles == null) {
      throw new IllegalArgumentException("the application has no SSL bundles");
    }
    try {
      return Arrays.stream(bundles.getBundle(bundle).getManagers().getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .map(X509TrustManager.class::cast)
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("it trusts no X.509 certificates"));
    } catch (NoSuchSslBundleException missing) {
      throw new IllegalArgumentException(
          "there is no SSL bundle of this name under spring.ssl.bundle");
    }
  }
}
