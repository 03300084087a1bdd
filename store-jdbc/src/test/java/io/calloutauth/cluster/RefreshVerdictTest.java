package io.calloutauth.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.cluster.AuthorizationWatch.Kind;
import io.calloutauth.cluster.AuthorizationWatch.Told;
import io.calloutauth.cluster.ClusterGrant.Asked;
import io.calloutauth.cluster.History.Callout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Finds authorizations that were lost without a reason, or without a word. */
class RefreshVerdictTest {

  private static final int NODE = 0;
  private static final int OTHER = 1;
  private static final Terms TERMS = new Terms(40_000, 8_000, 350);

  private final History history = new History();
  private final RefreshUses uses = new RefreshUses();
  private final List<Told> told = new ArrayList<>();
  private final int family = uses.give(0, "first");

  private List<String> wrongs() {
    return new RefreshVerdict(history, TERMS, uses, told).wrongs();
  }

  private void use(int node, String token, String next, long at) {
    uses.use(new Asked(node, 0, "", "", at), token, next, at + 200);
  }

  private void tell(Kind kind, long at, long since) {
    told.add(new Told(0, family, kind, at, since));
  }

  private void loseWithItsNode() {
    use(NODE, "first", "second", 1_000);
    history.killed(NODE, 1_100);
  }

  @Test
  void findsARefreshTokenThatIsUsedTwice() {
    use(NODE, "first", "second", 1_000);
    tell(Kind.IN_DOUBT, 1_050, 1_000);
    use(OTHER, "first", "", 5_000);
    tell(Kind.OVER_AFTER_DOUBT, 5_300, 5_200);

    assertThat(wrongs()).hasSize(2).element(0).asString().startsWith("used twice");
  }

  @Test
  void excusesOneWhoseNodeDiedAndThatWasTold() {
    loseWithItsNode();
    tell(Kind.IN_DOUBT, 60_000, 1_000);
    use(OTHER, "first", "", 70_000);
    tell(Kind.OVER_AFTER_DOUBT, 70_300, 70_200);

    assertThat(wrongs()).isEmpty();
  }

  @Test
  void findsOneThatNobodyWasToldOf() {
    loseWithItsNode();
    use(OTHER, "first", "", 70_000);

    assertThat(wrongs()).hasSize(2).allMatch(wrong -> wrong.contains("told"));
  }

  @Test
  void findsOneThatIsTriedThoughItIsOver() {
    loseWithItsNode();
    tell(Kind.IN_DOUBT, 60_000, 1_000);
    use(OTHER, "first", "", 70_000);
    tell(Kind.OVER_AFTER_DOUBT, 70_300, 70_200);
    use(OTHER, "first", "", 80_000);
    tell(Kind.OVER_AFTER_DOUBT, 80_300, 70_200);

    assertThat(wrongs()).singleElement().asString().startsWith("tried though it is over");
  }

  @Test
  void findsADoubtThatStaysAndAnEndThatNothingExplains() {
    use(NODE, "first", "second", 1_000);
    tell(Kind.IN_DOUBT, 30_000, 1_000);
    tell(Kind.OVER, 40_000, 39_000);

    assertThat(wrongs()).hasSize(2);
  }

  @Test
  void findsARevocationOfWhatIsNotOver() {
    use(NODE, "first", "second", 1_000);
    uses.revoke("second");

    assertThat(wrongs()).singleElement().asString().startsWith("revoked");
  }

  @Test
  void findsACalloutThatFailsThoughNothingIsTold() {
    history.callout(new Callout(NODE, 0, 50_000, 50_100, null, "AuthorizationNeededException"));
    assertThat(wrongs()).hasSize(1);

    tell(Kind.IN_DOUBT, 50_050, 50_000);

    assertThat(wrongs()).isEmpty();
  }
}
