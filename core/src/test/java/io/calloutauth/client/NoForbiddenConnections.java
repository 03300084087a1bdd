package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails every test during which a connection was about to be made that {@link LoopbackGuard}
 * forbids, and the test class for what comes after its last test. Each class starts without
 * allowance. JUnit finds it by itself: no test can forget it.
 */
public final class NoForbiddenConnections
    implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    LoopbackGuard.forbidLoopback();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    check();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    check();
  }

  /** Fails when there was a forbidden connection since the last check. */
  static void check() {
    assertThat(LoopbackGuard.takeForbidden()).as("connections that no policy allows").isEmpty();
  }
}
