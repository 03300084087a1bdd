package io.calloutauth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The way back from the names that OAuth has. */
class WireNamesTest {

  @ParameterizedTest
  @EnumSource
  void findEveryGrantType(GrantType grant) {
    assertThat(GrantType.fromWireName(grant.value())).contains(grant);
  }

  @ParameterizedTest
  @EnumSource
  void findEveryClientAuthentication(ClientAuthentication method) {
    assertThat(ClientAuthentication.fromWireName(method.value())).contains(method);
  }

  @Test
  void areNotTheNamesOfConstants() {
    assertThat(GrantType.fromWireName("CLIENT_CREDENTIALS")).isEmpty();
    assertThat(ClientAuthentication.fromWireName("NONE")).isEmpty();
    assertThat(ClientAuthentication.fromWireName("")).isEmpty();
  }
}
