package io.calloutauth.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.jdbc.AskedIds.Range;
import io.calloutauth.jdbc.FeedCursor.Missing;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FeedCursorTest {

  private static final long MINUTE = 60_000;

  @Test
  void mindsTheIdsThatWereSkipped() {
    FeedCursor cursor = new FeedCursor(10, 0, List.of()).after(List.of(12L, 13L, 17L), 5);

    assertThat(cursor)
        .isEqualTo(new FeedCursor(17, 5, List.of(new Missing(11, 11, 5), new Missing(14, 16, 5))));
    assertThat(cursor.lowest()).isEqualTo(11);
  }

  @Test
  void takesWhatCameLateOutOfWhatIsMissing() {
    FeedCursor before = new FeedCursor(20, 0, List.of(new Missing(3, 5, 1), new Missing(8, 12, 2)));

    FeedCursor after = before.after(List.of(3L, 10L, 22L), 9);

    assertThat(after.missing())
        .containsExactly(
            new Missing(4, 5, 1),
            new Missing(8, 9, 2),
            new Missing(11, 12, 2),
            new Missing(21, 21, 9));
    assertThat(after.head()).isEqualTo(22);
  }

  @Test
  void staysWhereItIsWhenNothingCame() {
    FeedCursor cursor = new FeedCursor(20, 0, List.of(new Missing(3, 5, 1)));

    assertThat(cursor.after(List.of(), 7))
        .isEqualTo(new FeedCursor(20, 7, List.of(new Missing(3, 5, 1))));
    assertThat(new FeedCursor(20, 0, List.of()).lowest()).isEqualTo(21);
  }

  @Test
  void givesAnIdUpThatDidNotComeIn15Minutes() {
    FeedCursor cursor = new FeedCursor(20, 0, List.of(new Missing(3, 5, 0)));

    assertThat(cursor.after(List.of(), 15 * MINUTE).missing()).hasSize(1);
    assertThat(cursor.after(List.of(), 15 * MINUTE + 1).missing()).isEmpty();
  }

  @Test
  void awaitsWhatIsMissingAndWhatIsAboveTheHeadOnly() {
    FeedCursor cursor = new FeedCursor(20, 0, List.of(new Missing(3, 5, 1), new Missing(8, 8, 2)));

    assertThat(LongStream.rangeClosed(1, 22).filter(cursor::awaits))
        .containsExactly(3L, 4L, 5L, 8L, 21L, 22L);
    assertThat(new FeedCursor(20, 0, List.of()).awaits(20)).isFalse();
  }

  @Test
  void asksInOneForGapsThatAreCloseWhereThereAreMany() {
    List<Missing> three =
        List.of(new Missing(3, 5, 1), new Missing(9, 9, 2), new Missing(11, 12, 3));

    assertThat(AskedIds.of(three, 3).ranges())
        .containsExactly(new Range(3, 5), new Range(9, 9), new Range(11, 12));
    assertThat(AskedIds.of(three, 2))
        .isEqualTo(new AskedIds(List.of(new Range(3, 5), new Range(9, 12)), 1));
    assertThat(AskedIds.of(three, 1)).isEqualTo(new AskedIds(List.of(new Range(3, 12)), 4));
    assertThat(AskedIds.of(List.of(), 1)).isEqualTo(new AskedIds(List.of(), 0));
  }

  @Test
  void isOverfullWithMoreGapsThanItMindsOrMoreIdsBetweenThem() {
    assertThat(everySo(2, 20_000).isOverfull()).isFalse();
    assertThat(everySo(2, 20_001).isOverfull()).isTrue();
    assertThat(everySo(50, 1_000).isOverfull()).isFalse();
    assertThat(everySo(200, 1_000).isOverfull()).isTrue();
    assertThat(everySo(200, 500).isOverfull()).isFalse();
  }

  private static FeedCursor everySo(int distance, int times) {
    List<Missing> missing =
        LongStream.rangeClosed(1, times)
            .mapToObj(i -> new Missing(i * distance, i * distance, 0))
            .toList();
    return new FeedCursor(distance * (times + 1L), 0, missing);
  }

  @Test
  void readsWhatItWrote() {
    FeedCursor cursor =
        new FeedCursor(20, 1_700_000_000_000L, List.of(new Missing(3, 5, 1), new Missing(9, 9, 2)));

    assertThat(Objects.requireNonNull(FeedCursor.read(cursor.text()))).isEqualTo(cursor);
    assertThat(FeedCursor.read(everySo(2, 20_000).text())).isEqualTo(everySo(2, 20_000));
    assertThat(FeedCursor.read("")).isNull();
    assertThat(FeedCursor.read("20")).isNull();
    assertThat(FeedCursor.read("20@1,3-5")).isNull();
    assertThat(FeedCursor.read("20@1,3-5@1,")).isNull();
  }
}
