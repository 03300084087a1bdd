package io.calloutauth.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.store.HistoryNote;
import io.calloutauth.store.HistoryNote.Rule;
import io.calloutauth.store.HistoryRow;
import io.calloutauth.store.ProviderKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A buffer of history that many tenants share. */
class HistoryBufferTest {

  private static final int FLOOD = 12_000;
  private static final int TENANTS_ROOM = 10_000;

  private final HistoryBuffer buffer = new HistoryBuffer();

  private static HistoryRow row(String tenant, String kind) {
    return HistoryRow.builder(tenant, kind).provider(tenant + "-crm", "CRM").build();
  }

  private static HistoryNote own(String tenant) {
    return HistoryNote.of(row(tenant, "CHANGED"));
  }

  private void flood(String tenant) {
    for (int i = 0; i < FLOOD; i++) {
      buffer.add(own(tenant), i);
    }
  }

  private static List<String> tenants(HistoryBuffer.Batch batch) {
    return batch.notes().stream().map(note -> note.row().tenant()).toList();
  }

  @Test
  void aFloodOfOneTenantDropsItsOwnNotesAlone() {
    flood("acme");
    assertThat(buffer.dropped()).isEqualTo(FLOOD - TENANTS_ROOM);

    for (int i = 0; i < 100; i++) {
      buffer.add(own("globex"), i);
    }
    assertThat(buffer.dropped()).isEqualTo(FLOOD - TENANTS_ROOM);
    assertThat(buffer.size()).isEqualTo(TENANTS_ROOM + 100);
  }

  @Test
  void tenantsTakeTurnsInEachBatch() {
    flood("acme");
    buffer.add(own("globex"), 0);
    buffer.add(own("initech"), 0);
    assertThat(tenants(buffer.next(0)))
        .hasSize(100)
        .startsWith("acme", "globex", "initech", "acme")
        .containsOnlyOnce("globex", "initech");
  }

  @Test
  void moreTenantsThanABatchTakesTakeTurnsToo() {
    for (int note = 0; note < 2; note++) {
      for (int i = 0; i < 150; i++) {
        buffer.add(own("tenant-" + i), 0);
      }
    }
    HistoryBuffer.Batch first = buffer.next(0);
    buffer.remove(first);
    assertThat(tenants(first)).startsWith("tenant-0").endsWith("tenant-99");
    assertThat(tenants(buffer.next(0))).startsWith("tenant-100").contains("tenant-149", "tenant-0");
  }

  @Test
  void tenantsTakeTurnsAfterABatchThatTheStoreRefusedToo() {
    for (int i = 0; i < 150; i++) {
      buffer.add(own("tenant-" + i), 0);
    }
    buffer.release(buffer.next(0));
    assertThat(tenants(buffer.next(0))).startsWith("tenant-100").contains("tenant-149", "tenant-0");
  }

  @Test
  void trimsOfManyProvidersLeaveRoomAndTurnsToOtherTenants() {
    for (int i = 0; i < FLOOD; i++) {
      buffer.trimLater(new ProviderKey("acme", "crm-" + i));
    }
    ProviderKey others = new ProviderKey("globex", "crm");
    buffer.trimLater(others);
    assertThat(buffer.next(0).trims()).hasSize(100).contains(others);
  }

  @Test
  void whatIsWrittenOrForgottenLeavesItsRoom() {
    flood("acme");
    buffer.forget("acme");
    assertThat(buffer.isEmpty()).isTrue();
    flood("acme");
    assertThat(buffer.size()).isEqualTo(TENANTS_ROOM);
    buffer.remove(buffer.next(0));
    assertThat(buffer.size()).isEqualTo(TENANTS_ROOM - 100);
    buffer.clear();
    flood("acme");
    assertThat(buffer.size()).isEqualTo(TENANTS_ROOM);
  }

  @Test
  void anEndThatFoundNoRoomIsTakenLater() {
    flood("acme");
    HistoryNote end = HistoryNote.of(row("acme", "RECOVERED"), Rule.ENDING, "token");
    buffer.add(end, 0);
    buffer.remove(buffer.next(0));
    buffer.add(end, 0);
    assertThat(buffer.size()).isEqualTo(TENANTS_ROOM - 100 + 1);
  }

  @Test
  void theFirstNoteThatIsDroppedOfEachTenantIsTold() {
    flood("acme");
    assertThat(buffer.add(own("acme"), 0)).isFalse();

    List<Boolean> told = new ArrayList<>();
    for (int i = 0; i < FLOOD; i++) {
      told.add(buffer.add(own("globex"), i));
    }

    assertThat(told).containsOnlyOnce(true);
  }
}
