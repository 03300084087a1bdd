package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ObjectGraph;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A node holds nothing for a tenant that has nothing, or of which nothing is used. */
class HeldTenantsTest extends NodeTest {

  private static final int MANY = 100_000;
  private static final int SOME = 200;

  private int reachable() {
    ObjectGraph graph = ObjectGraph.from(node.tenants);
    return graph.objects().size() + graph.texts().size();
  }

  private long held() {
    return ObjectGraph.from(node.tenants).objects().stream()
        .filter(object -> object.getClass().getSimpleName().equals("TenantCache"))
        .count();
  }

  private Provider boundIn(CalloutAuth tenant) {
    Provider provider = tenant.providers().create(node.settings("CRM").build());
    tenant.notifications().bind("n", provider.id());
    return provider;
  }

  private static String token(CalloutAuth tenant) {
    return Node.bearer(tenant.callouts().authenticate("n", "POST", TARGET));
  }

  @Test
  void aTenantThatIsOnlyAskedForLeavesNothing() {
    int before = reachable();

    for (int i = 0; i < MANY; i++) {
      assertThat(node.tenants.tenant("tenant-" + i).tokens()).isNotNull();
    }

    assertThat(reachable()).isEqualTo(before);
  }

  @Test
  void aTenantWithoutBindingsIsForgottenWithItsDeadEnds() {
    for (int i = 0; i < SOME; i++) {
      CalloutAuth tenant = node.tenants.tenant("tenant-" + i);
      assertThatThrownBy(() -> token(tenant)).isInstanceOf(NoProviderBoundException.class);
    }
    Eventually.holds(() -> held() == SOME);

    node.pass(Duration.ofMinutes(2));

    Eventually.holds(() -> held() == 0);
  }

  @Test
  void aTenantThatIsPurgedIsForgottenAtOnce() {
    for (int i = 0; i < SOME; i++) {
      assertThat(token(bound("tenant-" + i))).startsWith("token-");
    }
    Eventually.holds(() -> held() == SOME);
    node.awaitQuiet();

    for (int i = 0; i < SOME; i++) {
      node.tenants.purge("tenant-" + i);
    }

    Eventually.holds(() -> held() == 0); // no time passes, and threads let go of their last work
  }

  private CalloutAuth bound(String name) {
    CalloutAuth tenant = node.tenants.tenant(name);
    boundIn(tenant);
    return tenant;
  }

  @Test
  void aTenantThatNobodyUsesForADayIsForgotten() {
    CalloutAuth tenant = bound("globex");
    assertThat(token(tenant)).isEqualTo("token-1");
    assertThat(node.tenants.tenant("globex")).isSameAs(node.tenants.tenant("globex"));

    node.pass(Duration.ofHours(23));
    assertThat(held()).as("a store that is down must not matter to who is used daily").isEqualTo(1);
    node.pass(Duration.ofHours(2));
    Eventually.holds(() -> held() == 0);

    assertThat(token(tenant)).as("the same object serves on").isEqualTo("token-2");
    assertThat(token(node.tenants.tenant("globex"))).as("and any other").isEqualTo("token-2");
    assertThat(held()).isEqualTo(1);
  }

  @Test
  void aTenantThatIsUsedIsNotForgotten() {
    CalloutAuth tenant = bound("globex");
    for (int i = 0; i < 30; i++) {
      assertThat(token(tenant)).startsWith("token-");
      node.awaitQuiet();
      node.pass(Duration.ofMinutes(10));
    }

    assertThat(held()).isEqualTo(1);
    assertThat(node.tenants.tenant("globex")).isSameAs(node.tenants.tenant("globex"));
  }

  @Test
  void objectsOfOneTenantShareOneTokenAndItsLimits() {
    CalloutAuth one = node.tenants.tenant("globex");
    CalloutAuth other = node.tenants.tenant("globex");
    Provider provider = boundIn(one);

    assertThat(token(one)).isEqualTo("token-1");
    assertThat(token(other)).isEqualTo("token-1");
    assertThat(one.tokens().obtain(provider.id()).state()).isEqualTo(TokenState.ACTIVE);
    assertThatThrownBy(() -> other.tokens().obtain(provider.id()))
        .isInstanceOf(TooManyAttemptsException.class);
    assertThat(token(other)).isEqualTo("token-2");
  }
}
