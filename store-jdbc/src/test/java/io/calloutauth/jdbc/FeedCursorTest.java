package io.calloutauth.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.jdbc.AskedIds.Range;
import io.calloutauth.jdbc.FeedCursor.Missing;
import io.calloutauth.jdbc.FeedCursor.ReadRow;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FeedCursorTest {

  private static final long MINUTE = 60_000;

  @Test
  void mindsTheIdsThatWereSkipped() {
    FeedCursor cursor = cursor(10, 0).after(rows(5, 12, 13, 17), 5);

    assertThat(cursor)
        .isEqualTo(
            new FeedCursor(
                17,
                5,
                List.of(new Missing(11, 11, 5), new Missing(14, 16, 5)),
                rows(5, 12, 13, 17)));
    assertThat(cursor.lowest()).isEqualTo(11);
  }

  @Test
  void takesWhatCameLateOutOfWhatIsMissing() {
    FeedCursor before = cursor(20, 0, new Missing(3, 5, 1), new Missing(8, 12, 2));

    FeedCursor after = before.after(rows(9, 3, 10, 22), 9);

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
    FeedCursor cursor = cursor(20, 0, new Missing(3, 5, 1));

    assertThat(cursor.after(List.of(), 7)).isEqualTo(cursor(20, 7, new Missing(3, 5, 1)));
    assertThat(new FeedCursor(20, 0, List.of(), List.of()).lowest()).isEqualTo(21);
  }

  @Test
  void givesAnIdUpThatDidNotComeIn15Minutes() {
    FeedCursor cursor = cursor(20, 0, new Missing(3, 5, 0));

    assertThat(cursor.after(List.of(), 15 * MINUTE).missing()).hasSize(1);
    assertThat(cursor.after(List.of(), 15 * MINUTE + 1).missing()).isEmpty();
  }

  @Test
  void awaitsWhatIsMissingAndWhatIsAboveTheHeadOnly() {
    FeedCursor cursor = cursor(20, 0, new Missing(3, 5, 1), new Missing(8, 8, 2));

    assertThat(LongStream.rangeClosed(1, 22).filter(cursor::awaits))
        .containsExactly(3L, 4L, 5L, 8L, 21L, 22L);
    assertThat(cursor(20, 0).awaits(20)).isFalse();
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
  void asksInOneForWhatIsMissingAmongTheRowsThatItCompares() {
    FeedCursor cursor = cursor(20, 0).after(rows(1, 22, 24, 26), 1);

    assertThat(cursor.missing()).hasSize(3);
    assertThat(cursor.asked()).isEqualTo(new AskedIds(List.of(new Range(21, 26)), 0));
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
    return new FeedCursor(distance * (times + 1L), 0, missing, List.of());
  }

  @Test
  void readsWhatItWrote() {
    FeedCursor cursor =
        cursor(20, 1_700_000_000_000L, new Missing(3, 5, 1), new Missing(9, 9, 2))
            .after(rows(7, 4, 23), 1_700_000_000_001L);

    assertThat(Objects.requireNonNull(FeedCursor.read(cursor.text()))).isEqualTo(cursor);
    assertThat(FeedCursor.read(everySo(2, 20_000).text())).isEqualTo(everySo(2, 20_000));
    assertThat(FeedCursor.read("")).isNull();
    assertThat(FeedCursor.read("20")).isNull();
    assertThat(FeedCursor.read("20@1,3-5")).isNull();
    assertThat(FeedCursor.read("20@1,3-5@1,")).isNull();
    assertThat(FeedCursor.read("20@1,20=5")).isNull();
  }

  @Test
  void comparesTheRowsOfTheLastPageAndTheHeads() {
    FeedCursor page = cursor(20, 0, new Missing(3, 5, 0)).after(rows(1, 4, 22), 1);
    FeedCursor late = page.after(rows(2, 21), 2);
    FeedCursor same = late.after(List.of(), 3);

    assertThat(page.read()).isEqualTo(rows(1, 4, 22));
    assertThat(late.read()).containsExactly(row(21, 2), row(22, 1));
    assertThat(late.lowest()).isEqualTo(3);
    assertThat(same.read()).isEqualTo(late.read());
    assertThat(same.agreesWith(Map.of(21L, 121L, 22L, 122L, 30L, 5L))).isTrue();
    assertThat(same.agreesWith(Map.of(22L, 122L))).as("a late one is lost").isFalse();
    assertThat(same.agreesWith(Map.of(21L, 121L))).as("the head is lost").isFalse();
    assertThat(same.agreesWith(Map.of(21L, 121L, 22L, 7L))).as("its id came again").isFalse();
  }

  @Test
  void comparesTheRowsOfAllPagesOfAPoll() {
    FeedCursor first = cursor(20, 0, new Missing(3, 5, 0)).after(rows(1, 4, 22), 1).goingOn(true);
    FeedCursor last = first.after(rows(2, 23), 2);

    assertThat(Objects.requireNonNull(FeedCursor.read(first.text()))).isEqualTo(first);
    assertThat(last.read()).containsExactly(row(4, 1), row(22, 1), row(23, 2));
    assertThat(last.after(rows(3, 24), 3).read()).isEqualTo(rows(3, 24));
    assertThat(first.after(List.of(), 2).read()).isEqualTo(first.read());
  }

  @Test
  void comparesTheHeadOnlyAfterAWhileAndIsOverfullWithMoreRowsThanItCompares() {
    FeedCursor many = cursor(0, 0).after(rows(1, LongStream.rangeClosed(1, 20_000).toArray()), 1);

    assertThat(many.read()).hasSize(20_000);
    assertThat(many.asked()).isEqualTo(new AskedIds(List.of(new Range(1, 20_000)), 0));
    assertThat(many.isOverfull()).isFalse();
    assertThat(many.goingOn(true).after(rows(2, 20_001), 2).isOverfull()).isTrue();
    assertThat(many.after(rows(2, 20_001), 2).isOverfull()).isFalse();
    assertThat(many.after(List.of(), 15 * MINUTE + 2).read()).containsExactly(row(20_000, 1));
  }

  @Test
  void agreesWithNothingWhereItDoesNotKnowItsHead() {
    assertThat(new FeedCursor(20, 0, List.of(), List.of()).agreesWith(Map.of())).isFalse();
    assertThat(new FeedCursor(0, 0, List.of(), List.of()).agreesWith(Map.of())).isTrue();
  }

  private static FeedCursor cursor(long head, long time, Missing... missing) {
    return new FeedCursor(
        head, time, List.of(missing), head == 0 ? List.of() : List.of(row(head, 0)));
  }

  private static List<ReadRow> rows(long time, long... ids) {
    return LongStream.of(ids).mapToObj(id -> row(id, time)).toList();
  }

  private static ReadRow row(long id, long time) {
    return new ReadRow(id, 100 + id, time);
  }
}
