package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.Page;
import io.calloutauth.testkit.Race;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationsTest extends NodeTest {

  private Notifications notifications() {
    return node.auth.notifications();
  }

  @Test
  void bindingIsFoundAndReplacedAndRemoved() {
    Provider first = created("first");
    Provider second = created("second");

    notifications().bind("n", first.id());
    assertThat(notifications().find("n").orElseThrow().providerId()).contains(first.id());
    notifications().bind("n", second.id());
    assertThat(notifications().find("n").orElseThrow().providerId()).contains(second.id());
    assertThat(notifications().list(first.id(), 10).items()).isEmpty();
    assertThat(notifications().unbind("n")).isTrue();
    assertThat(notifications().find("n")).isEmpty();
    assertThat(notifications().unbind("n")).isFalse();
    assertThat(node.events)
        .filteredOn(event -> event.type() == EventType.BINDING_REMOVED)
        .hasSize(1);
  }

  @Test
  void calloutsFollowABindingAtOnce() {
    Provider first = node.bound("n");
    Provider second = created("second");
    assertThat(node.token("n")).isEqualTo("token-1");

    notifications().bind("n", second.id());
    assertThat(node.token("n")).isEqualTo("token-2");
    notifications().bind("n", first.id());
    assertThat(node.token("n")).isEqualTo("token-1");
    notifications().unbind("n");
    assertThatThrownBy(() -> node.token("n")).isInstanceOf(NoProviderBoundException.class);
    notifications().bind("n", first.id());
    assertThat(node.token("n")).isEqualTo("token-1");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000})
  void aPageMayHaveOneToAThousandLines(int limit) {
    ProviderId id = node.bound("n").id();

    assertThat(notifications().list(id, limit).items()).containsExactly("n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1_001})
  void aPageHasNoOtherNumberOfLines(int limit) {
    ProviderId id = node.bound("n").id();

    assertThatThrownBy(() -> notifications().list(id, limit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 1,000");
  }

  @Test
  void aPageStartsOnlyWhereACursorCanPoint() {
    ProviderId id = node.bound("n").id();

    assertThatThrownBy(() -> notifications().list(id, "a\0", 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("next()");
  }

  @Test
  void detachedBindingIsFoundWithoutAProvider() {
    providers().deleteAndDetach(node.bound("n").id());

    Binding detached = notifications().find("n").orElseThrow();
    assertThat(detached.detached()).isTrue();
    assertThat(detached.providerId()).isEmpty();
    assertThat(detached.notificationId()).isEqualTo("n");
    assertThat(detached).hasToString("Binding[n, detached]");
  }

  @Test
  void listsTheNotificationsOfAProviderPageByPage() {
    Provider provider = created("CRM");
    IntStream.range(0, 5).forEach(n -> notifications().bind("n-" + n, provider.id()));
    notifications().bind("other", created("other").id());

    Page<String> first = notifications().list(provider.id(), 3);
    Page<String> second = notifications().list(provider.id(), first.next().orElseThrow(), 3);

    assertThat(first.items()).containsExactly("n-0", "n-1", "n-2");
    assertThat(second.items()).containsExactly("n-3", "n-4");
    assertThat(second.next()).isEmpty();
  }

  @Test
  void anotherTenantsProviderIsAnUnknownOne() {
    Provider provider = node.bound("n");
    CalloutAuth other = node.tenants.tenant("other");

    assertThatThrownBy(() -> other.notifications().bind("n", provider.id()))
        .isInstanceOf(ProviderNotFoundException.class)
        .hasMessage("There is no provider with the id " + provider.id());
    assertThat(other.notifications().find("n")).isEmpty();
    assertThat(other.notifications().list(provider.id(), 10).items()).isEmpty();
    assertThat(other.notifications().unbind("n")).isFalse();
    assertThat(notifications().find("n")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "a\0", "a\nb", "a\u202eb", "a\u200bb", "a\u00a0b", "\ud83d"})
  void anIdThatCannotBeSeenIsRefusedEverywhere(String id) {
    Provider provider = created("CRM");

    refused(() -> notifications().bind(id, provider.id()));
    refused(() -> notifications().unbind(id));
    refused(() -> notifications().find(id));
    refused(() -> node.auth.callouts().authenticate(id, "POST", TARGET));
    assertThat(node.auth.callouts().authenticateAsync(id, "POST", TARGET).toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(IllegalArgumentException.class);
  }

  private static void refused(Runnable use) {
    assertThatThrownBy(use::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a notification id must be 1 to 255 visible characters, without spaces");
  }

  @Test
  void anIdHasUpToTwoHundredAndFiftyFiveCharacters() {
    Provider provider = created("CRM");

    notifications().bind("n".repeat(255), provider.id());
    notifications().bind("😀".repeat(255), provider.id());
    refused(() -> notifications().bind("n".repeat(256), provider.id()));
    assertThat(notifications().list(provider.id(), 10).items()).hasSize(2);
  }

  @Test
  void idsAreComparedByteForByte() {
    notifications().bind("Invoice", created("CRM").id());

    assertThat(notifications().find("invoice")).isEmpty();
    assertThat(notifications().find("Invo\u0456ce")).isEmpty();
  }

  @RepeatedTest(50)
  void aBindingThatRacesWithTheDeletionIsNeverBoundToNothing() throws Exception {
    Provider provider = created("CRM");

    List<Boolean> did =
        Race.of(
            n -> {
              try {
                if (n % 4 == 0) {
                  providers().delete(provider.id());
                } else {
                  notifications().bind("n-" + n, provider.id());
                }
                return true;
              } catch (ProviderNotFoundException | ProviderInUseException refused) {
                return false;
              }
            });

    boolean deleted = providers().find(provider.id()).isEmpty();
    long bound =
        IntStream.range(0, Race.THREADS)
            .filter(n -> notifications().find("n-" + n).isPresent())
            .count();
    assertThat(bound == 0).isEqualTo(deleted);
    assertThat(IntStream.range(0, Race.THREADS).filter(n -> n % 4 != 0 && did.get(n)).count())
        .isEqualTo(bound);
  }

  @RepeatedTest(50)
  void aBindingThatRacesWithTheDeletionByForceIsDetachedOrRefused() throws Exception {
    Provider provider = created("CRM");

    List<Boolean> did =
        Race.of(
            n -> {
              try {
                if (n == 7) {
                  providers().deleteAndDetach(provider.id());
                } else {
                  notifications().bind("n-" + n, provider.id());
                }
                return true;
              } catch (ProviderNotFoundException gone) {
                return false;
              }
            });

    for (int n = 0; n < Race.THREADS; n++) {
      boolean detached = notifications().find("n-" + n).filter(Binding::detached).isPresent();
      assertThat(detached).isEqualTo(n != 7 && did.get(n));
    }
  }
}
