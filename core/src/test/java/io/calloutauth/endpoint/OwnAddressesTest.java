package io.calloutauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnAddressesTest {

  private static final InetAddress OLD = Addresses.of("93.184.216.34");
  private static final InetAddress NEW = Addresses.of("2606:4700::1");

  private Instant now = Instant.EPOCH;
  private Set<InetAddress> present = Set.of(OLD);
  private boolean unreadable;
  private int reads;

  private final OwnAddresses own = new OwnAddresses(this::read, () -> now);

  @Test
  void readsTheInterfacesOnceAMinute() {
    assertThat(own.contain(OLD)).isTrue();
    present = Set.of(NEW);

    now = now.plus(Duration.ofSeconds(59));
    assertThat(own.contain(NEW)).isFalse();
    assertThat(reads).isEqualTo(1);

    now = now.plus(Duration.ofSeconds(1));
    assertThat(own.contain(NEW)).isTrue();
    assertThat(own.contain(OLD)).isFalse();
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void keepsWhatItKnewWhileTheInterfacesCannotBeRead() {
    assertThat(own.contain(OLD)).isTrue();
    unreadable = true;

    now = now.plus(Duration.ofMinutes(2));
    assertThat(own.contain(OLD)).isTrue();
    assertThat(own.contain(NEW)).isFalse();
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void addsNothingWhenTheInterfacesCouldNeverBeRead() {
    unreadable = true;

    assertThat(own.contain(OLD)).isFalse();
  }

  @Test
  void knowsTheLoopbackOfThisNode() {
    assertThat(OwnAddresses.ofThisNode().contain(InetAddress.getLoopbackAddress())).isTrue();
  }

  private Set<InetAddress> read() throws SocketException {
    reads++;
    if (unreadable) {
      throw new SocketException("no interfaces");
    }
    return present;
  }
}
